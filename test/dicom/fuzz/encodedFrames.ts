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
    jpegLs: await encode('@cornerstonejs/codec-charls', 'JpegLSEncoder', samples, width, height),
    jpeg2000: await encode('@cornerstonejs/codec-openjpeg', 'J2KEncoder', samples, width, height),
    htj2k: await encode('@cornerstonejs/codec-openjph', 'HTJ2KEncoder', samples, width, height),
  };
}

async function encode(
  name: string,
  className: string,
  samples: Uint8Array,
  width: number,
  height: number,
): Promise<Uint8Array> {
  const codec = (await (require(name) as Codec)()) as Record<string, (new () => Encoder) | undefined>;
  const Class = codec[className];
  if (Class === undefined) throw new Error(`${name} has no ${className}.`);
  const encoder = new Class();
  const info = {
    width,
    height,
    bitsPerSample: 8,
    componentCount: 1,
    isSigned: false,
    isUsingColorTransform: false,
  };
  encoder.getDecodedBuffer(info).set(samples);
  encoder.encode();
  const encoded = encoder.getEncodedBuffer().slice();
  encoder.delete();
  return encoded;
}
