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
  encode(): void;
  getEncodedBuffer(): Uint8Array;
  delete(): void;
}

const codec = wasmModule<{ JPEGEncoder: new () => JpegEncoder }>(
  () => import('@cornerstonejs/codec-libjpeg-turbo-8bit/wasmjs'),
  () => import('./binaries/jpegEncoder.ts'),
);

/** The frame header counts lines and columns in 16 bits (T.81 B.2.2). */
const MOST_PIXELS_A_SIDE = 65_535;

/**
 * Encodes display pixels as a baseline JPEG, grey or colour (4:4:4), without any metadata.
 * @param options.quality a whole number from 1 to 100; default 90
 * @throws DicomError `unsupported-pixels` where a side is 0 or above 65,535, where the image has so few pixels
 *   (some 100) that the codec has no room for it, or the data is not of the size it claims
 * @throws RangeError for a quality outside 1 to 100
 */
export async function encodeJpeg(
  display: DisplayFrame,
  options: { quality?: number } = {},
): Promise<Uint8Array> {
  const { width, height, channels, data } = display;
  const quality = options.quality ?? 90;
  if (!Number.isInteger(quality) || quality < 1 || quality > 100)
    throw new RangeError(`A JPEG's quality is a whole number from 1 to 100, not ${quality}.`);
  if (Math.min(width, height) < 1 || Math.max(width, height) > MOST_PIXELS_A_SIDE)
    throw new DicomError('unsupported-pixels', `A JPEG can't hold ${width} x ${height} pixels.`);
  // What is not overwritten of the codec's memory may be of another image.
  if (data.length !== width * height * channels)
    throw new DicomError(
      'unsupported-pixels',
      `The display holds ${data.length} bytes, not ${width} x ${height} x ${channels}.`,
    );
  const bitsPerSample = 8 * sampleBytes(width, height, channels);
  const module = await codec.load();
  try {
    const encoder = new module.JPEGEncoder();
    encoder.setProgressive(false);
    encoder.setQuality(quality);
    const info = { width, height, bitsPerSample, componentCount: channels, isSigned: false };
    const input = encoder.getDecodedBuffer(info);
    if (input.length < mostBytes(width, height, channels))
      throw new Error(`The codec made ${input.length} bytes of room, not ${bitsPerSample} bits a sample.`);
    input.set(data);
    encoder.encode();
    const jpeg = new Uint8Array(encoder.getEncodedBuffer());
    encoder.delete();
    return jpeg;
  } catch (cause) {
    // Nothing is known of its memory any more.
    codec.drop();
    throw new DicomError('unsupported-pixels', `The ${width} x ${height} pixels could not be encoded.`, {
      cause,
    });
  }
}

/**
 * Where libjpeg-turbo itself stops writing: `tjBufSize` for grey and 4:4:4, whose blocks are 8 x 8. No image needs more
 * (turbojpeg.h).
 */
function mostBytes(width: number, height: number, channels: number): number {
  const padded = (side: number) => Math.ceil(side / 8) * 8;
  return padded(width) * padded(height) * channels * 2 + 2048;
}

/** What a sample may claim to take: the encoder counts bits in 8 bits. */
const MOST_SAMPLE_BYTES = 31;

/**
 * Bytes that each sample must claim to take, for the encoder's output to have room.
 *
 * The encoder makes its output as long as its input and does not tell libjpeg-turbo, which would write past it where
 * the JPEG is longer than the pixels: noise of high quality, or a few pixels. Its input is as long as the samples are
 * wide, though, and of that libjpeg-turbo reads one byte a sample, from the beginning.
 */
function sampleBytes(width: number, height: number, channels: number): number {
  const bytes = Math.ceil(mostBytes(width, height, channels) / (width * height * channels));
  if (bytes <= MOST_SAMPLE_BYTES) return bytes;
  throw new DicomError('unsupported-pixels', `An image of ${width} x ${height} is too small to be encoded.`);
}
