import { DicomError } from '../dicomError.ts';
import type { Deadline } from '../deadline.ts';
import { decodeTile, type Canvas } from './decodeTile.ts';
import { heightOf, reduced, widthOf } from './imageSize.ts';
import type { Warning } from '../warning.ts';
import type { MainHeader } from './mainHeader.ts';
import type { TileData } from './tileParts.ts';
import { Heap, tileKernel } from './tileKernel.ts';

export interface DecodedSamples {
  width: number;
  height: number;
  /** Interleaved by pixel, little-endian; 2 bytes a sample above 8 bits. */
  bytes: Uint8Array;
  warnings: Warning[];
}

/** Starts the kernel before a frame needs it. */
export const preload = () => tileKernel.load();

/** Memory sizes above which an instance is dropped after a few seconds, or at once: WebAssembly memory never shrinks. */
const KEPT_BYTES = 2 ** 26;
const KEPT_SOME_TIME = 2 ** 28;

/**
 * Decodes the tiles of a codestream (ITU T.800).
 * @param maxSide where given, resolutions are left out as long as the long side stays at least that
 * @throws DicomError `corrupt-codestream`, `truncated`, `too-large`, `too-slow`, `too-much-memory`
 */
export async function decodeTiles(
  { size }: MainHeader,
  tiles: TileData[],
  deadline: Deadline,
  maxSide?: number,
): Promise<DecodedSamples> {
  const kernel = await tileKernel.load();
  const skip = maxSide === undefined ? 0 : skippable(tiles, size, maxSide);
  const area = reduced(size.image, skip);
  const [width, height] = [widthOf(area), heightOf(area)];
  const bytes = size.bits > 8 ? 2 : 1;
  const length = width * height * size.components * bytes;
  const count = size.components * widthOf(size.image) * heightOf(size.image);
  try {
    return deadline(() => {
      const heap = new Heap(kernel);
      const canvas: Canvas = { at: heap.take(length + 16), width, height, skip, bytes };
      const missing = tiles.reduce((sum, tile) => sum + decodeTile(tile, size, canvas, heap), 0);
      const samples = new Uint8Array(kernel.memory.buffer).slice(canvas.at, canvas.at + length);
      return { width, height, bytes: samples, warnings: missing > 0 ? [missingPackets(missing)] : [] };
    }, count);
  } catch (cause) {
    tileKernel.drop();
    if (cause instanceof RangeError)
      throw new DicomError('too-large', `There is not enough memory for ${count} samples of JPEG 2000.`, {
        cause,
      });
    throw cause;
  } finally {
    const { byteLength } = kernel.memory.buffer;
    if (byteLength > KEPT_SOME_TIME) tileKernel.drop();
    else if (byteLength > KEPT_BYTES) tileKernel.dropSoon();
  }
}

const missingPackets = (count: number): Warning => ({
  code: 'missing-packets',
  message: `The JPEG 2000 stream lacks its last ${count} packets. The image has a lower quality.`,
});

/** Returns how many resolution levels can be skipped, given those of all tiles and components and the long side. */
function skippable(tiles: TileData[], { components, image }: MainHeader['size'], maxSide: number): number {
  const levels = tiles.flatMap(({ parameters }) =>
    Array.from({ length: components }, (_, component) => parameters.coding(component).levels),
  );
  const most = Math.min(...levels);
  const long = (skip: number) => {
    const area = reduced(image, skip);
    return Math.max(widthOf(area), heightOf(area));
  };
  let skip = 0;
  while (skip < most && long(skip + 1) >= maxSide) skip++;
  return skip;
}
