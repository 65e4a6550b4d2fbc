import { createRequire } from 'node:module';

export interface Encoder {
  getDecodedBuffer(info: object): Uint8Array;
  encode(): void;
  getEncodedBuffer(): Uint8Array;
  delete(): void;
  /** For CharLS, the maximum difference of a sample; 0 is lossless. */
  setNearLossless(difference: number): void;
  /** The compression ratio for OpenJPEG, or the quantisation step for OpenJPH. */
  setQuality(isLossless: boolean, quality: number): void;
  /** 2 is RPCL (ITU T.800 table A.16). */
  setProgressionOrder(order: number): void;
}
type Codec = (options?: object) => Promise<Record<string, (new () => Encoder) | undefined>>;

const require = createRequire(import.meta.url);

/** Encodes pixels in the formats whose codec packages have an encoder. */
export async function encodedFrames(
  samples: Uint8Array,
  width: number,
  height: number,
): Promise<Record<'jpegLs' | 'jpeg2000' | 'htj2k', Uint8Array>> {
  return {
    jpegLs: await encode('jpegLs', samples, { width, height }),
    jpeg2000: await encode('jpeg2000', samples, { width, height }),
    htj2k: await encode('htj2k', samples, { width, height }),
  };
}

const ENCODERS = {
  jpegLs: ['@cornerstonejs/codec-charls', 'JpegLSEncoder'],
  jpeg2000: ['@cornerstonejs/codec-openjpeg', 'J2KEncoder'],
  htj2k: ['@cornerstonejs/codec-openjph', 'HTJ2KEncoder'],
} as const;

export interface FrameInfo {
  width: number;
  height: number;
  /** Default 8. */
  bitsPerSample?: number;
  /** Default 1. */
  componentCount?: number;
  /** Default false. */
  isSigned?: boolean;
  /** Default false. */
  isUsingColorTransform?: boolean;
}

/** Encodes pixels by a codec package's encoder, without loss unless `configure` sets another quality. */
export async function encode(
  format: keyof typeof ENCODERS,
  samples: Uint8Array,
  info: FrameInfo,
  configure: (encoder: Encoder) => void = () => undefined,
): Promise<Uint8Array> {
  const [name, className] = ENCODERS[format];
  const codec = await (require(name) as Codec)();
  const Class = codec[className];
  if (Class === undefined) throw new Error(`${name} has no ${className}.`);
  const encoder = new Class();
  const usual = { bitsPerSample: 8, componentCount: 1, isSigned: false, isUsingColorTransform: false };
  encoder.getDecodedBuffer({ ...usual, ...info }).set(samples);
  configure(encoder);
  encoder.encode();
  const encoded = encoder.getEncodedBuffer().slice();
  encoder.delete();
  return encoded;
}
