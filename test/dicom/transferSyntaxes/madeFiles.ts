import { deflateSync } from 'fflate';
import { encodeJpeg } from '../../../dicom/index.ts';
import { imageFile, type ImageOptions } from '../../support/imageFile.ts';
import { encode, type Encoder } from '../fuzz/encodedFrames.ts';
import { forwardDct, writeDct, type DctOptions } from '../jpeg/writeDct.ts';
import { writeLossless } from '../jpeg/writeLossless.ts';

/** A generated file and its expected pixels. */
export interface MadeFile {
  transferSyntax: string;
  file: Uint8Array;
  pixels: ArrayLike<number>;
  /** The maximum difference of a pixel; 0 for lossless encodings. */
  tolerance: number;
}

const SIDE = 64;
const size = { width: SIDE, height: SIDE };

/** Returns a slope with a step, so that neighbours differ little except at one edge. */
const slope = (bits: number): Uint16Array =>
  Uint16Array.from({ length: SIDE * SIDE }, (_, at) => {
    const [x, y] = [at % SIDE, Math.floor(at / SIDE)];
    const level = (x + y) / (2 * SIDE) + (x > 40 && y > 20 ? 0.25 : 0);
    return Math.min(2 ** bits - 1, Math.round(level * (2 ** bits - 1)));
  });

const wide = slope(12);
const narrow = Uint8Array.from(slope(8));
const wideBytes = new Uint8Array(wide.buffer);
const WIDE: ImageOptions = { bitsAllocated: 16, bitsStored: 12 };

/** Makes a file for each transfer syntax that the decoder supports. */
export async function madeFiles(): Promise<MadeFile[]> {
  const jpegLs = (configure?: (encoder: Encoder) => void) =>
    encode('jpegLs', wideBytes, { ...size, bitsPerSample: 12 }, configure);
  const jpeg2000 = (configure?: (encoder: Encoder) => void) =>
    encode('jpeg2000', wideBytes, { ...size, bitsPerSample: 12 }, configure);
  const htj2k = (configure?: (encoder: Encoder) => void) =>
    encode('htj2k', wideBytes, { ...size, bitsPerSample: 12 }, configure);
  const baseline = await encodeJpeg({ ...size, channels: 1, data: narrow }, { quality: 100 });
  const lossless = (predictor: number) => writeLossless(wide, { ...size, precision: 12, predictor });
  const implicit = { written: { explicit: false } };
  return [
    native('1.2.840.10008.1.2'),
    native('1.2.840.10008.1.2.1'),
    native('1.2.840.10008.1.2.1.99'),
    native('1.2.840.10008.1.2.2', { pixels: [...wide] }),
    native('1.2.840.10008.1.20', implicit),
    native('1.2.840.113619.5.2', { ...implicit, pixels: swapBytes(wideBytes) }),
    encapsulated('1.2.840.10008.1.2.1.98', wideBytes),
    encapsulated('1.2.840.10008.1.2.5', writeRle([highBytes(), lowBytes()])),
    encapsulated('1.2.840.10008.1.2.8.1', deflateSync(wideBytes)),
    encapsulated(jpeg(50), baseline, 2, narrow),
    encapsulated(jpeg(51), dct(wide, { precision: 12, mode: 'sequential' }), 2),
    encapsulated(jpeg(53), dct(narrow, { precision: 8, mode: 'spectral' }), 2, narrow),
    encapsulated(jpeg(55), dct(narrow, { precision: 8, mode: 'full' }), 2, narrow),
    encapsulated(jpeg(57), lossless(4)),
    encapsulated(jpeg(70), lossless(1)),
    encapsulated(jpeg(80), await jpegLs()),
    encapsulated(
      jpeg(81),
      await jpegLs((encoder) => {
        encoder.setNearLossless(3);
      }),
      3,
    ),
    encapsulated(jpeg(90), await jpeg2000()),
    encapsulated(
      jpeg(91),
      await jpeg2000((encoder) => {
        encoder.setQuality(false, 4);
      }),
      4,
    ),
    // A codestream of part 1 is also one of part 2, without extensions.
    encapsulated(jpeg(92), await jpeg2000()),
    encapsulated(jpeg(93), await jpeg2000()),
    encapsulated(jpeg(201), await htj2k()),
    encapsulated(
      jpeg(202),
      await htj2k((encoder) => {
        encoder.setProgressionOrder(2);
      }),
    ),
    encapsulated(
      jpeg(203),
      await htj2k((encoder) => {
        encoder.setQuality(false, 0.001);
      }),
      8,
    ),
  ];
}

const jpeg = (last: number): string => `1.2.840.10008.1.2.4.${last}`;

function native(transferSyntax: string, options: ImageOptions = {}): MadeFile {
  const file = imageFile({
    ...{ transferSyntax, rows: SIDE, columns: SIDE, pixels: wideBytes },
    ...WIDE,
    ...options,
  });
  return { transferSyntax, file, pixels: wide, tolerance: 0 };
}

function encapsulated(
  transferSyntax: string,
  frame: Uint8Array,
  tolerance = 0,
  pixels: Uint8Array | Uint16Array = wide,
): MadeFile {
  const even = new Uint8Array(frame.length + (frame.length % 2));
  even.set(frame);
  const file = imageFile({
    ...{ transferSyntax, rows: SIDE, columns: SIDE, pixelVr: 'OB' },
    pixels: { fragments: [new Uint8Array(0), even] },
    ...(pixels === wide ? WIDE : {}),
  });
  return { transferSyntax, file, pixels, tolerance };
}

function swapBytes(bytes: Uint8Array): Uint8Array {
  return bytes.map((_, at) => bytes[at ^ 1]!);
}

const lowBytes = (): Uint8Array => wideBytes.filter((_, at) => at % 2 === 0);
const highBytes = (): Uint8Array => wideBytes.filter((_, at) => at % 2 === 1);

/** Writes segments with replicate runs of 2 or more bytes and literal runs of 1 byte (PS3.5 G.3). */
function writeRle(segments: Uint8Array[]): Uint8Array {
  const packed = segments.map((bytes) => {
    const runs: number[] = [];
    for (let at = 0; at < bytes.length;) {
      let length = 1;
      while (length < 128 && bytes[at + length] === bytes[at]) length++;
      runs.push(length === 1 ? 0 : 257 - length, bytes[at]!);
      at += length;
    }
    return runs.length % 2 === 0 ? runs : [...runs, 128];
  });
  const header = new Uint32Array(16);
  header[0] = segments.length;
  packed.reduce((at, runs, index) => {
    header[index + 1] = at;
    return at + runs.length;
  }, 64);
  return Uint8Array.from([...new Uint8Array(header.buffer), ...packed.flat()]);
}

function dct(pixels: Uint8Array | Uint16Array, options: Pick<DctOptions, 'precision' | 'mode'>): Uint8Array {
  const across = SIDE / 8;
  const blocks = Array.from({ length: across * across }, (_, block) => {
    const from = Math.floor(block / across) * 8 * SIDE + (block % across) * 8;
    const samples = Array.from({ length: 64 }, (_, at) => pixels[from + (at >> 3) * SIDE + (at & 7)]!);
    return forwardDct(samples, options.precision);
  });
  return writeDct(blocks, { ...size, ...options });
}
