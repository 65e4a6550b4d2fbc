import type { Band } from './band.ts';
import { heightOf, reduced, widthOf, type ImageSize } from './imageSize.ts';
import { corrupt } from './streamErrors.ts';
import { readPackets } from './readPackets.ts';
import { tileArea, tileComponents, type TileComponent } from './tile.ts';
import type { Heap } from './tileKernel.ts';
import type { TileData } from './tileParts.ts';

/** The output image in the kernel's memory. */
export interface Canvas {
  at: number;
  width: number;
  height: number;
  /** The number of skipped resolution levels. */
  skip: number;
  /** Bytes of a sample. */
  bytes: number;
}

const KINDS = ['LL', 'HL', 'LH', 'HH'];
/** The most codeword segments of a code-block: each has at least one pass, and 30 bit-planes have no more passes. */
const MOST_SEGMENTS = 96;

/**
 * Decodes a tile into the image.
 * @returns the number of packets that the writer omitted
 * @throws DicomError `corrupt-codestream`, `truncated`, `too-slow`, `too-much-memory`; RangeError if memory runs out
 */
export function decodeTile(tile: TileData, size: ImageSize, canvas: Canvas, heap: Heap): number {
  const area = tileArea(size, tile.index);
  const components = tileComponents(area, tile.parameters, size);
  const missing = readPackets(tile, components);
  heap.during(() => {
    const { width, height, planes } = decodePlanes(components, canvas, heap);
    writeTile({ width, height, planes }, tile, components, size, canvas, heap);
  });
  return missing;
}

/** Returns the bytes from one row of a plane to the next, as `pitchOf` in the kernel does. */
const pitchOf = (width: number): number => Math.ceil(width / 4) * 16 + 16;

interface Planes {
  width: number;
  height: number;
  planes: number[];
}

function decodePlanes(components: TileComponent[], { skip }: Canvas, heap: Heap): Planes {
  const planes: number[] = [];
  const { resolutions } = components[0]!;
  const { area } = resolutions.at(-1 - skip)!;
  const [width, height] = [widthOf(area), heightOf(area)];
  for (const component of components) {
    const plane = heap.take(pitchOf(width) * height + 64);
    planes.push(plane);
    heap.during(() => decodeComponent(component, component.resolutions.length - skip, plane, heap));
  }
  return { width, height, planes };
}

/** Decodes the given resolutions of a component, the last one to a given address. */
function decodeComponent(
  { resolutions, coding }: TileComponent,
  count: number,
  plane: number,
  heap: Heap,
): void {
  const buffer = blockBuffer(
    resolutions.slice(0, count).flatMap(({ bands }) => bands),
    heap,
  );
  const scratch = heap.take(2 * pitchOf(widthOf(resolutions[count - 1]!.area)) + 128);
  let low = 0;
  for (const [level, { area, bands }] of resolutions.slice(0, count).entries()) {
    const [width, height] = [widthOf(area), heightOf(area)];
    const isLast = level === count - 1;
    const to = isLast ? plane : heap.take(pitchOf(width) * height + 64);
    const decoded = bands.map((band) => decodeBand(band, level === 0 ? to : undefined, buffer, heap));
    if (level > 0 && width * height > 0) {
      const [highLow = 0, lowHigh = 0, highHigh = 0] = decoded;
      const parity = [area.x0 & 1, area.y0 & 1] as const;
      heap.kernel.undoWavelet(
        ...[low, highLow, lowHigh, highHigh],
        ...[width, height, ...parity, coding.reversible ? 1 : 0, to, scratch],
      );
    }
    low = to;
  }
}

/** The memory for the segments and bytes of one code-block at a time. */
function blockBuffer(bands: Band[], heap: Heap): { segments: number; bytes: number } {
  let most = 0;
  for (const { blocks } of bands)
    for (const { pieces } of blocks)
      most = Math.max(
        most,
        pieces.reduce((sum, { length }) => sum + length, 0),
      );
  return { segments: heap.take(8 * MOST_SEGMENTS), bytes: heap.take(most + 16) };
}

/** @returns the address of the subband's coefficients */
function decodeBand(
  { kind, area, blocks, coding, shift, step }: Band,
  at: number | undefined,
  buffer: { segments: number; bytes: number },
  heap: Heap,
): number {
  const { kernel } = heap;
  const [width, height] = [widthOf(area), heightOf(area)];
  const pitch = pitchOf(width);
  const to = at ?? heap.take(pitch * height + 64);
  const covered = blocks.reduce((sum, block) => sum + block.width * block.height, 0);
  // A code-block without packets is zero.
  if (covered < width * height) new Uint8Array(kernel.memory.buffer, to, pitch * height).fill(0);
  const memory = new Uint8Array(kernel.memory.buffer);
  const table = new Uint32Array(kernel.memory.buffer, buffer.segments, 2 * MOST_SEGMENTS);
  for (const block of blocks) {
    const segments = block.segments.slice(0, MOST_SEGMENTS);
    segments.forEach(({ length, passes }, index) => table.set([length, passes], 2 * index));
    let next = buffer.bytes;
    for (const piece of block.pieces) {
      memory.set(piece, next);
      next += piece.length;
    }
    const isDecoded = kernel.decodePasses(
      ...[buffer.bytes, buffer.segments, segments.length],
      ...[block.width, block.height, KINDS.indexOf(kind), block.bitPlanes, coding.blockStyle],
    );
    if (isDecoded === 0) throw corrupt('A code-block of the JPEG 2000 stream is damaged.');
    const place = to + pitch * block.y + 4 * block.x;
    kernel.placeBlock(block.width, block.height, place, pitch, shift, coding.reversible ? 0 : step);
  }
  return to;
}

function writeTile(
  { width, height, planes }: Planes,
  { index, parameters }: TileData,
  components: TileComponent[],
  size: ImageSize,
  canvas: Canvas,
  heap: Heap,
): void {
  const table = heap.take(4 * planes.length);
  new Uint32Array(heap.kernel.memory.buffer, table, planes.length).set(planes);
  const reversible = components.reduce(
    (bits, { coding }, component) => bits | (coding.reversible ? 1 << component : 0),
    0,
  );
  const isTransformed = parameters.style.multipleComponentTransform && components.length >= 3;
  if (isTransformed && (reversible & 7) !== 0 && (reversible & 7) !== 7)
    throw corrupt('The JPEG 2000 stream applies one transform to components with different codings.');
  const transform = !isTransformed ? 0 : (reversible & 1) === 1 ? 1 : 2;
  const half = 2 ** (size.bits - 1);
  const [shift, least] = size.signed ? [0, -half] : [half, 0];
  const own = reduced(tileArea(size, index), canvas.skip);
  const image = reduced(size.image, canvas.skip);
  const pixel = canvas.bytes * components.length;
  const pitch = canvas.width * pixel;
  const to = canvas.at + (own.y0 - image.y0) * pitch + (own.x0 - image.x0) * pixel;
  heap.kernel.writeSamples(
    ...[table, planes.length, width, height, reversible],
    ...[transform, shift, least, least + 2 * half - 1, canvas.bytes, to, pitch],
  );
}
