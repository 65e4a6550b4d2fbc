import { inflateSync } from 'node:zlib';
import { readExifOrientation } from './readExifOrientation.ts';
import { corrupt, type Structure, truncated, unsupported, viewOf } from './structure.ts';

const TAG = {
  width: 256,
  height: 257,
  bits: 258,
  compression: 259,
  photometric: 262,
  samples: 277,
  stripOffsets: 273,
  stripCounts: 279,
  planar: 284,
  tileOffsets: 324,
  tileCounts: 325,
  extraSamples: 338,
  sampleFormat: 339,
} as const;

const TYPE_BYTES: Readonly<Record<number, 1 | 2 | 4>> = { 1: 1, 3: 2, 4: 4 };
const DEFLATE = [8, 32946];
/** None, CCITT, LZW, JPEG, deflate and PackBits. */
const COMPRESSIONS = [1, 2, 3, 4, 5, 7, 8, 32773, 32946];
const MAX_PARTS = 100_000;

/** Reads the first directory of a TIFF 6.0 file. `next` is the position of the second directory's offset. */
export function readTiffStructure(bytes: Uint8Array, maxPixels: number): Structure & { next: number } {
  if (bytes.length < 8) throw truncated('TIFF');
  const view = viewOf(bytes);
  const little = bytes[0] === 0x49;
  const directory = view.getUint32(4, little);
  if (directory + 2 > bytes.length) throw truncated('TIFF');
  const next = directory + 2 + view.getUint16(directory, little) * 12;
  if (next + 4 > bytes.length) throw truncated('TIFF');
  const values = (tag: number): number[] => readValues(view, directory, little, tag);
  const [width = 0] = values(TAG.width);
  const [height = 0] = values(TAG.height);
  if (width === 0 || height === 0) throw corrupt('TIFF', 'its size is 0');
  const [compression = 1] = values(TAG.compression);
  if (!COMPRESSIONS.includes(compression)) throw unsupported('TIFF', `Compression ${compression}`);
  if (values(TAG.planar)[0] === 2)
    throw unsupported('TIFF', 'Planar configuration 2 (separate color planes)');
  const unsupportedFeature = findUnsupported(values, little);
  if (unsupportedFeature !== undefined) throw unsupported('TIFF', unsupportedFeature);
  const offsets = [...values(TAG.stripOffsets), ...values(TAG.tileOffsets)];
  const counts = [...values(TAG.stripCounts), ...values(TAG.tileCounts)];
  if (offsets.length === 0) throw corrupt('TIFF', 'it contains no image');
  const parts = offsets.map((offset, index) => ({ offset, length: counts[index] ?? 0 }));
  if (parts.some(({ offset, length }) => offset + length > bytes.length)) throw truncated('TIFF');
  if (DEFLATE.includes(compression) && width * height <= maxPixels) {
    const [samples = 1] = values(TAG.samples);
    checkInflation(
      bytes,
      parts,
      Math.ceil((width + 64) * (height + 64) * samples * ((values(TAG.bits)[0] ?? 1) / 8)),
    );
  }
  const frames = view.getUint32(next, little) === 0 ? 1 : 2;
  return { width, height, orientation: readExifOrientation(bytes), frames, next };
}

const PHOTOMETRIC = { whiteIsZero: 0, blackIsZero: 1, rgb: 2, palette: 3, ycbcr: 6 } as const;
const JPEG = 7;
const FLOAT = 3;

/** Names a feature that the decoder decodes wrongly or not at all, or returns undefined if there is none. */
function findUnsupported(values: (tag: number) => number[], little: boolean): string | undefined {
  const [photometric = PHOTOMETRIC.whiteIsZero] = values(TAG.photometric);
  const [samples = 1] = values(TAG.samples);
  const [bits = 1] = values(TAG.bits);
  const [format = 1] = values(TAG.sampleFormat);
  if (!Object.values<number>(PHOTOMETRIC).includes(photometric))
    return photometric === 5 ? 'CMYK' : `Photometric interpretation ${photometric}`;
  if (format !== 1 && !(format === FLOAT && bits === 32 && little))
    return 'A signed or floating-point sample format';
  if (photometric === PHOTOMETRIC.rgb || photometric === PHOTOMETRIC.ycbcr) {
    if (bits !== 8 && bits !== 16) return `Color with ${bits} bits per sample`;
    const isAlpha = values(TAG.extraSamples)[0] !== 0;
    return samples === 3 || (samples === 4 && isAlpha)
      ? undefined
      : `Color with ${samples} samples per pixel`;
  }
  if (samples !== 1) return 'A second channel in a grayscale image';
  if (values(TAG.compression)[0] === JPEG) return 'JPEG compression of grayscale';
  if (photometric === PHOTOMETRIC.palette) return bits <= 8 ? undefined : `A palette with ${bits} bits`;
  const known = photometric === PHOTOMETRIC.whiteIsZero ? [1, 4, 8, 16] : [1, 2, 8, 16];
  return known.includes(bits) || format === FLOAT ? undefined : `Grayscale with ${bits} bits`;
}

/** Rejects parts that inflate to more than the image, because the decoder inflates them without a limit. */
function checkInflation(
  bytes: Uint8Array,
  parts: readonly { offset: number; length: number }[],
  maxOutputLength: number,
): void {
  try {
    for (const { offset, length } of parts) {
      inflateSync(bytes.subarray(offset, offset + length), { maxOutputLength });
    }
  } catch (error) {
    throw corrupt('TIFF', 'its compressed data does not match its size', error);
  }
}

function readValues(view: DataView, directory: number, little: boolean, tag: number): number[] {
  const entries = view.getUint16(directory, little);
  for (let entry = 0; entry < entries; entry++) {
    const at = directory + 2 + entry * 12;
    if (view.getUint16(at, little) !== tag) continue;
    const size = TYPE_BYTES[view.getUint16(at + 2, little)];
    const count = view.getUint32(at + 4, little);
    if (size === undefined || count > MAX_PARTS) throw corrupt('TIFF', 'a field has no usable values');
    const from = count * size <= 4 ? at + 8 : view.getUint32(at + 8, little);
    if (from + count * size > view.byteLength) throw truncated('TIFF');
    return Array.from({ length: count }, (_, index) => readNumber(view, from + index * size, size, little));
  }
  return [];
}

function readNumber(view: DataView, at: number, size: 1 | 2 | 4, little: boolean): number {
  if (size === 1) return view.getUint8(at);
  return size === 2 ? view.getUint16(at, little) : view.getUint32(at, little);
}
