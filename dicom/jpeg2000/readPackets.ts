import { DicomError } from '../dicomError.ts';
import { BLOCK_STYLE, type Progression } from './parameters.ts';
import type { BandBlocks } from './band.ts';
import type { CodeBlock, CodewordSegment } from './codeBlock.ts';
import { MARKER } from './markers.ts';
import { PacketBits } from './packetBits.ts';
import { packetsInOrder, precinctsOf, type Precinct } from './packetOrder.ts';
import { corrupt, truncated } from './streamErrors.ts';
import { precinctBlocks, requirePackets, type TileComponent } from './tile.ts';
import type { TileData } from './tileParts.ts';

/**
 * The most visits to code-blocks by packet headers, since a packet of one byte can skip a million. An image of 2^28 pixels has
 * 65,536 common blocks of 64 x 64, in about 20 layers.
 */
const MOST_LOOKS = 2 ** 25;

/** The contribution of a packet to a code-block. */
interface Contribution {
  block: CodeBlock;
  length: number;
}

/**
 * Reads the packets of a tile (ITU T.800 B.9, B.10) into the code-blocks of its bands. Some writers omit the packets of the last
 * layers; the others show the whole image at a lower quality.
 * @returns the number of omitted packets
 * @throws DicomError `corrupt-codestream`, `truncated`, `too-slow`
 */
export function readPackets(tile: TileData, components: TileComponent[]): number {
  const { order, layers } = tile.parameters.style;
  const { progressions } = tile.parameters;
  requirePackets(components, layers, (tile.headers ?? tile.packets).length);
  const precincts = precinctsOf(components);
  const whole: Progression = {
    ...{ order, firstResolution: 0, endResolution: 33, firstComponent: 0, endComponent: components.length },
    endLayer: layers,
  };
  const reader = new PacketReader(tile, components);
  for (const progression of progressions.length > 0 ? progressions : [whole]) {
    const bounded = { ...progression, endLayer: Math.min(layers, progression.endLayer) };
    for (const precinct of packetsInOrder(precincts, bounded)) {
      if (reader.isAtEnd) break;
      reader.read(precinct);
    }
  }
  if (precincts.some((precinct) => precinct.layers === 0))
    throw truncated('ends before it has packets of the whole image', tile.packets.length);
  return precincts.reduce((sum, precinct) => sum + layers - precinct.layers, 0);
}

/** Reads the packets of a tile, and their headers if these are stored separately. */
class PacketReader {
  readonly #packets: Uint8Array;
  readonly #headers: Uint8Array | undefined;
  readonly #components: TileComponent[];
  readonly #blocks = new Map<Precinct, BandBlocks[]>();
  #at = 0;
  #headerAt = 0;
  #looks = 0;

  constructor({ packets, headers }: TileData, components: TileComponent[]) {
    this.#packets = packets;
    this.#headers = headers;
    this.#components = components;
  }

  get isAtEnd(): boolean {
    return this.#headers === undefined
      ? this.#at >= this.#packets.length
      : this.#headerAt >= this.#headers.length;
  }

  /** Reads the precinct's next packet. */
  read(precinct: Precinct): void {
    const bands = this.#bandsOf(precinct);
    this.#looks += bands.reduce((sum, { across, down }) => sum + across * down, 0);
    if (this.#looks > MOST_LOOKS)
      throw new DicomError('too-slow', 'The packets of a JPEG 2000 tile have too many code-blocks.', {
        tag: '(7fe0,0010)',
      });
    const packets = this.#packets;
    this.#at = afterStart(packets, this.#at);
    const bits = this.#headers
      ? new PacketBits(this.#headers, this.#headerAt)
      : new PacketBits(packets, this.#at);
    const contributions = readHeader(bits, bands, precinct.layers++);
    if (this.#headers) this.#headerAt = bits.end();
    else this.#at = bits.end();
    for (const { block, length } of contributions) {
      const missing = this.#at + length - packets.length;
      if (missing > 0) throw truncated(`lacks ${missing} bytes of a code-block`, packets.length);
      block.pieces.push(packets.subarray(this.#at, this.#at + length));
      this.#at += length;
    }
  }

  #bandsOf(precinct: Precinct): BandBlocks[] {
    const known = this.#blocks.get(precinct);
    if (known) return known;
    const component = this.#components[precinct.component]!;
    const { resolution, index } = precinct;
    const bands = precinctBlocks(component, component.resolutions[resolution]!, resolution, index);
    this.#blocks.set(precinct, bands);
    return bands;
  }
}

/** Skips a start-of-packet marker (A.8.1), which is optional. */
function afterStart(packets: Uint8Array, at: number): number {
  const isMarked = packets[at] === MARKER.SOP >> 8 && packets[at + 1] === (MARKER.SOP & 0xff);
  return isMarked ? at + 6 : at;
}

function readHeader(bits: PacketBits, bands: BandBlocks[], layer: number): Contribution[] {
  const contributions: Contribution[] = [];
  if (bits.bit() === 0) return contributions;
  for (const blocks of bands)
    for (let index = 0; index < blocks.across * blocks.down; index++) {
      const known = blocks.block(index);
      const isIncluded = known ? bits.bit() === 1 : blocks.inclusion.isBelow(layer + 1, index, bits);
      if (!isIncluded) continue;
      const block = known ?? blocks.include(index, readZeroPlanes(bits, blocks, index));
      contributions.push({ block, length: readSegments(bits, block, blocks.band.coding.blockStyle) });
    }
  return contributions;
}

function readZeroPlanes(bits: PacketBits, { zeroPlanes, band }: BandBlocks, index: number): number {
  let planes = 0;
  while (!zeroPlanes.isBelow(planes + 1, index, bits))
    if (++planes > band.bitPlanes)
      throw corrupt('A code-block of the JPEG 2000 stream has a negative number of bit-planes.');
  return planes;
}

/** Reads the lengths of the next codeword segments (B.10.6, B.10.7). */
function readSegments(bits: PacketBits, block: CodeBlock, style: number): number {
  let passes = readPasses(bits);
  while (bits.bit() === 1) block.lengthBits++;
  let length = 0;
  while (passes > 0) {
    let segment = block.segments.at(-1);
    if (segment === undefined || segment.passes === segment.mostPasses) {
      segment = { passes: 0, mostPasses: mostPasses(style, segment), length: 0 };
      block.segments.push(segment);
    }
    const added = Math.min(passes, segment.mostPasses - segment.passes);
    const lengthBits = block.lengthBits + (31 - Math.clz32(added));
    if (lengthBits > 32) throw corrupt('A code-block of the JPEG 2000 stream has no length.');
    const bytes = bits.bits(lengthBits);
    segment.passes += added;
    segment.length += bytes;
    length += bytes;
    passes -= added;
  }
  return length;
}

/** Reads the number of coding passes (table B.4). */
function readPasses(bits: PacketBits): number {
  if (bits.bit() === 0) return 1;
  if (bits.bit() === 0) return 2;
  const few = bits.bits(2);
  if (few < 3) return 3 + few;
  const more = bits.bits(5);
  return more < 31 ? 6 + more : 37 + bits.bits(7);
}

/** Returns the number of passes until the codeword ends (table D.9). */
function mostPasses(style: number, before: CodewordSegment | undefined): number {
  if (style & BLOCK_STYLE.terminateAll) return 1;
  if (!(style & BLOCK_STYLE.bypass)) return Infinity;
  if (before === undefined) return 10;
  return before.mostPasses === 2 ? 1 : 2;
}
