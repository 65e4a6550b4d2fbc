import { DicomError } from '../dicomError.ts';
import type { DisplayFrame } from '../display/displayFrame.ts';
import { wasmModule } from './wasmModule.ts';

interface JpegEncoder {
  getDecodedBuffer(info: {
    width: number;
    height: number;
    bitsPerSample: number;
    componentCount: number;
    isSigned: boolean;
  }): Uint8Array;
  setProgressive(progressive: boolean): void;
  setQuality(quality: number): void;
  setSubSampling(samp: unknown): void;
  encode(): void;
  getEncodedBuffer(): Uint8Array;
  delete(): void;
}

const load = wasmModule<{ JPEGEncoder: new () => JpegEncoder }>(
  () => import('@cornerstonejs/codec-libjpeg-turbo-8bit/wasmjs'),
  () => import('@cornerstonejs/codec-libjpeg-turbo-8bit/wasm'),
);

const LEAST_PIXELS = 1024;

/**
 * Encodes display pixels as a baseline JPEG, grey or colour, without any metadata.
 * @param options.quality 1 to 100; default 90
 * @throws DicomError `unsupported-pixels` below 1,024 pixels
 */
export async function encodeJpeg(
  display: DisplayFrame,
  options: { quality?: number } = {},
): Promise<Uint8Array> {
  const { width, height, channels, data } = display;
  // The codec's output has the room of its input, which a JPEG's tables alone overrun where the image is tiny.
  if (width * height < LEAST_PIXELS)
    throw new DicomError(
      'unsupported-pixels',
      `An image of ${width} x ${height} is too small to be encoded.`,
    );
  const encoder = new (await load()).JPEGEncoder();
  try {
    const info = { width, height, bitsPerSample: 8, componentCount: channels, isSigned: false };
    encoder.getDecodedBuffer(info).set(data);
    encoder.setProgressive(false);
    encoder.setQuality(options.quality ?? 90);
    encoder.encode();
    return encoder.getEncodedBuffer().slice();
  } finally {
    encoder.delete();
  }
}
