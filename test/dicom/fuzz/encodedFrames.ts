import { createRequire } from 'node:module';

interface Encoder {
  getDecodedBuffer(info: object): Uint8Array;
  encode(): void;
  getEncodedBuffer(): Uint8Array;
  delete(): void;
}
type Codec = (options?: object) => Promise<Record<string, (new () => Encoder) | undefined>>;

const require = createRequire(import.meta.url);

/** The same pixels in the three formats that packages decode here, encoded by the packages' own encoders. */
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

/** Pixels encoded without loss by a package's own encoder. */
export async function encode(
  format: keyof typeof ENCODERS,
  samples: Uint8Array,
  info: FrameInfo,
): Promise<Uint8Array> {
  const [name, className] = ENCODERS[format];
  const codec = await (require(name) as Codec)();
  const Class = codec[className];
  if (Class === undefined) throw new Error(`${name} has no ${className}.`);
  const encoder = new Class();
  const usual = { bitsPerSample: 8, componentCount: 1, isSigned: false, isUsingColorTransform: false };
  encoder.getDecodedBuffer({ ...usual, ...info }).set(samples);
  encoder.encode();
  const encoded = encoder.getEncodedBuffer().slice();
  encoder.delete();
  return encoded;
}
