import { DicomError } from '../dicomError.ts';
import type { CodeBlock } from './codeBlock.ts';
import type { Area } from './imageSize.ts';
import type { CodingStyle, Quantisation } from './parameters.ts';
import { corrupt } from './streamErrors.ts';
import { TagTree } from './tagTree.ts';

/** A subband of a resolution (ITU T.800 B.5). */
export interface Band {
  /** L and H for low-pass and high-pass, across and then down. */
  kind: 'LL' | 'HL' | 'LH' | 'HH';
  /** The area in samples of the subband. */
  area: Area;
  /** The magnitude bits of its coefficients, including those of a region of interest (Mb, E-2, and H.1). */
  bitPlanes: number;
  /** The upward shift of a region of interest. */
  shift: number;
  /** The quantisation step (E-3); 1 for the reversible transform. */
  step: number;
  coding: CodingStyle;
  /** The code-blocks that hold data, in the order of packets. */
  blocks: CodeBlock[];
}

/** The parameters of a band. */
interface BandStyle {
  coding: CodingStyle;
  quantisation: Quantisation;
  shift: number;
  bits: number;
}

/** Coefficients are held in 32 bits: a sign, 30 bit-planes and one half. */
const MOST_PLANES = 30;

/**
 * Creates a subband of a tile-component.
 * @throws DicomError `corrupt-codestream` if its quantisation is missing or invalid
 */
export function bandOf(area: Area, kind: Band['kind'], resolution: number, style: BandStyle): Band {
  const { coding, quantisation, shift, bits } = style;
  // nb of B-15, and whether the band is high-pass horizontally and vertically.
  const level = resolution === 0 ? coding.levels : coding.levels - resolution + 1;
  const [right, below] = [kind.startsWith('H') ? 1 : 0, kind.endsWith('H') ? 1 : 0];
  const at = (value: number, high: number) => Math.ceil((value - (high * 2 ** level) / 2) / 2 ** level);
  const index = resolution === 0 ? 0 : 3 * (resolution - 1) + (right + 2 * below);
  const { exponent, mantissa } = stepOf(quantisation, index, resolution);
  const gain = right + below;
  const bitPlanes = quantisation.guardBits + exponent - 1 + shift;
  if (bitPlanes > MOST_PLANES)
    throw corrupt(`A subband of the JPEG 2000 stream has ${bitPlanes} bit-planes.`);
  return {
    kind,
    area: { x0: at(area.x0, right), y0: at(area.y0, below), x1: at(area.x1, right), y1: at(area.y1, below) },
    ...{ bitPlanes: Math.max(0, bitPlanes), shift, coding },
    step: coding.reversible ? 1 : 2 ** (bits + gain - exponent) * (1 + mantissa / 2048),
    blocks: [],
  };
}

/** Derives the step of each resolution level from a single one (E-5). */
function stepOf({ derived, steps }: Quantisation, index: number, resolution: number) {
  const step = derived ? steps[0] : steps[index];
  if (step === undefined) throw corrupt('A subband of the JPEG 2000 stream has no quantisation.');
  return derived ? { ...step, exponent: step.exponent - Math.max(0, resolution - 1) } : step;
}

/** The most code-blocks: 16 times those of 2^28 pixels in common blocks of 64 x 64. */
const MOST_BLOCKS = 2 ** 20;

/** The code-blocks of one precinct in one band, with the state of its packet headers (B.10.2, B.10.4, B.10.5). */
export class BandBlocks {
  readonly across: number;
  readonly down: number;
  readonly band: Band;
  /** The layer in which each block is first included. */
  readonly inclusion: TagTree;
  /** The number of most significant bit-planes that are zero. */
  readonly zeroPlanes: TagTree;
  readonly #area: Area;
  readonly #size: { width: number; height: number };
  readonly #left: number;
  readonly #top: number;
  readonly #blocks = new Map<number, CodeBlock>();

  /** Throws DicomError `too-much-memory`. */
  constructor(band: Band, area: Area, size: { width: number; height: number }) {
    const isEmpty = area.x1 <= area.x0 || area.y1 <= area.y0;
    this.band = band;
    this.#area = area;
    this.#size = size;
    this.#left = Math.floor(area.x0 / size.width);
    this.#top = Math.floor(area.y0 / size.height);
    this.across = isEmpty ? 0 : Math.ceil(area.x1 / size.width) - this.#left;
    this.down = isEmpty ? 0 : Math.ceil(area.y1 / size.height) - this.#top;
    if (this.across * this.down > MOST_BLOCKS)
      throw new DicomError(
        'too-much-memory',
        'A precinct of the JPEG 2000 stream has too many code-blocks.',
        {
          tag: '(7fe0,0010)',
        },
      );
    this.inclusion = new TagTree(this.across, this.down);
    this.zeroPlanes = new TagTree(this.across, this.down);
  }

  /** Returns the block at an index; undefined until it is included. */
  block(index: number): CodeBlock | undefined {
    return this.#blocks.get(index);
  }

  /** Adds a block that is included for the first time. */
  include(index: number, zeroPlanes: number): CodeBlock {
    const { width, height } = this.#size;
    const column = this.#left + (index % this.across);
    const row = this.#top + Math.floor(index / this.across);
    const x0 = Math.max(this.#area.x0, column * width);
    const y0 = Math.max(this.#area.y0, row * height);
    const block: CodeBlock = {
      x: x0 - this.band.area.x0,
      y: y0 - this.band.area.y0,
      width: Math.min(this.#area.x1, (column + 1) * width) - x0,
      height: Math.min(this.#area.y1, (row + 1) * height) - y0,
      bitPlanes: this.band.bitPlanes - zeroPlanes,
      lengthBits: 3,
      segments: [],
      pieces: [],
    };
    this.#blocks.set(index, block);
    this.band.blocks.push(block);
    return block;
  }
}
