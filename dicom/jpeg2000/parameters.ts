import { MARKER } from './markers.ts';
import { corrupt } from './streamErrors.ts';

/** How a component's wavelet coefficients are coded (ITU T.800 A.6.1, SPcod or SPcoc). */
export interface CodingStyle {
  /** Decomposition levels: one resolution more than these. */
  levels: number;
  /** log2 of a code-block's nominal width and height. */
  blockWidth: number;
  blockHeight: number;
  /** Bits of table A.19: `BLOCK_STYLE`. */
  blockStyle: number;
  /** The 5-3 transform, without loss; else the 9-7. */
  reversible: boolean;
  /** log2 of the precincts' width (low four bits) and height, for each resolution. */
  precincts: readonly number[];
}

/** Table A.19. */
export const BLOCK_STYLE = { bypass: 1, reset: 2, terminateAll: 4, causal: 8, segmentation: 32 } as const;

/** How a component's coefficients were quantised (A.6.4). */
export interface Quantisation {
  guardBits: number;
  /** One step serves all subbands (table A.28, scalar derived). */
  derived: boolean;
  steps: readonly { exponent: number; mantissa: number }[];
}

/** Packets of resolutions and components in one of the orders of table A.16 (A.6.6). */
export interface Progression {
  order: number;
  firstResolution: number;
  /** Resolutions, components and layers from here on are left out. */
  endResolution: number;
  firstComponent: number;
  endComponent: number;
  endLayer: number;
}

/** What holds for a tile. */
interface TileStyle {
  order: number;
  layers: number;
  multipleComponentTransform: boolean;
}

/** What a header says of each component, or of all. */
interface PerComponent<T> {
  all: T | undefined;
  one: Map<number, T>;
}

const nothing = <T>(): PerComponent<T> => ({ all: undefined, one: new Map() });

/**
 * The parameters of a main header, or of a tile's, which come before those of the main header. What is said of one component
 * comes before what is said of all, in the same header (A.6.1 to A.6.6).
 */
export class Parameters {
  readonly #main: Parameters | undefined;
  readonly #components: number;
  #style: TileStyle | undefined;
  readonly #coding = nothing<CodingStyle>();
  readonly #quantisation = nothing<Quantisation>();
  readonly #shifts = new Map<number, number>();
  #progressions: Progression[] | undefined;

  /** @param main what a tile's header adds to */
  constructor(components: number, main?: Parameters) {
    this.#components = components;
    this.#main = main;
  }

  /** @throws DicomError `corrupt-codestream` where a header lacks what each must have */
  get style(): TileStyle {
    return this.#style ?? this.#main?.style ?? missing('coding style');
  }

  coding(component: number): CodingStyle {
    return this.#found((one) => one.#coding, component) ?? missing('coding style');
  }

  quantisation(component: number): Quantisation {
    return this.#found((one) => one.#quantisation, component) ?? missing('quantisation');
  }

  /** How far the coefficients of a region of interest were shifted (A.6.3). */
  shift(component: number): number {
    return this.#shifts.get(component) ?? this.#main?.shift(component) ?? 0;
  }

  /** Empty where the whole tile is in the coding style's order. */
  get progressions(): readonly Progression[] {
    return this.#progressions ?? this.#main?.progressions ?? [];
  }

  #found<T>(part: (one: Parameters) => PerComponent<T>, component: number): T | undefined {
    const { one, all } = part(this);
    return one.get(component) ?? all ?? (this.#main && this.#main.#found(part, component));
  }

  /**
   * Takes what a marker segment says; one that says nothing of these is left alone.
   * @param body the segment, after its length
   * @throws DicomError `corrupt-codestream`
   */
  read(marker: number, body: Uint8Array, at: number): void {
    const reader = new Reader(body, at, this.#components);
    if (marker === MARKER.COD) {
      const precincts = (reader.byte() & 1) === 1;
      const order = reader.byte();
      const layers = reader.word();
      this.#style = { order, layers, multipleComponentTransform: reader.byte() === 1 };
      if (order > 4 || layers === 0) throw corrupt('The JPEG 2000 stream has no order of its packets.', at);
      this.#coding.all = reader.coding(precincts);
    } else if (marker === MARKER.COC) {
      const component = reader.component();
      this.#coding.one.set(component, reader.coding((reader.byte() & 1) === 1));
    } else if (marker === MARKER.QCD) this.#quantisation.all = reader.quantisation();
    else if (marker === MARKER.QCC) this.#quantisation.one.set(reader.component(), reader.quantisation());
    else if (marker === MARKER.RGN) {
      const component = reader.component();
      if (reader.byte() !== 0) throw corrupt('The JPEG 2000 stream has an unknown kind of region.', at);
      this.#shifts.set(component, reader.byte());
    } else if (marker === MARKER.POC) (this.#progressions ??= []).push(...reader.progressions());
  }
}

const missing = (what: string): never => {
  throw corrupt(`The JPEG 2000 stream has no ${what}.`);
};

/** Steps through a marker segment. */
class Reader {
  readonly #body: Uint8Array;
  readonly #at: number;
  readonly #components: number;
  #next = 0;

  constructor(body: Uint8Array, at: number, components: number) {
    this.#body = body;
    this.#at = at;
    this.#components = components;
  }

  byte(): number {
    const value = this.#body[this.#next++];
    if (value === undefined)
      throw corrupt('A marker segment of the JPEG 2000 stream is too short.', this.#at);
    return value;
  }

  word(): number {
    return this.byte() * 256 + this.byte();
  }

  /** An index of a component: a byte where there are fewer than 257 (A.6.2). */
  component(): number {
    return this.#components < 257 ? this.byte() : this.word();
  }

  coding(withPrecincts: boolean): CodingStyle {
    const levels = this.byte();
    const [blockWidth, blockHeight] = [this.byte() + 2, this.byte() + 2];
    const blockStyle = this.byte();
    const reversible = this.byte() === 1;
    if (levels > 32 || blockWidth > 10 || blockHeight > 10 || blockWidth + blockHeight > 12)
      throw corrupt('The JPEG 2000 stream has levels or code-blocks that are too large.', this.#at);
    const precincts = Array.from({ length: levels + 1 }, () => (withPrecincts ? this.byte() : 0xff));
    // Table A.21: only the first may be of one sample, for the others are halved.
    if (precincts.some((size, resolution) => resolution > 0 && ((size & 15) === 0 || size >> 4 === 0)))
      throw corrupt('The JPEG 2000 stream has precincts without samples.', this.#at);
    return { levels, blockWidth, blockHeight, blockStyle, reversible, precincts };
  }

  quantisation(): Quantisation {
    const style = this.byte();
    const kind = style & 31;
    if (kind > 2) throw corrupt('The JPEG 2000 stream has an unknown quantisation.', this.#at);
    const steps: { exponent: number; mantissa: number }[] = [];
    while (this.#next < this.#body.length)
      if (kind === 0) steps.push({ exponent: this.byte() >> 3, mantissa: 0 });
      else {
        const step = this.word();
        steps.push({ exponent: step >> 11, mantissa: step & 0x7ff });
      }
    if (steps.length === 0) throw corrupt('The JPEG 2000 stream has no quantisation.', this.#at);
    return { guardBits: style >> 5, derived: kind === 1, steps };
  }

  progressions(): Progression[] {
    const found: Progression[] = [];
    while (this.#next < this.#body.length) {
      const [firstResolution, firstComponent] = [this.byte(), this.component()];
      const endLayer = this.word();
      const [endResolution, end, order] = [this.byte(), this.component(), this.byte()];
      // Table A.32: 0 stands for 256, which one byte does not hold.
      const endComponent = end === 0 ? 256 : end;
      found.push({ firstResolution, firstComponent, endLayer, endResolution, endComponent, order });
    }
    if (found.some(({ order }) => order > 4))
      throw corrupt('The JPEG 2000 stream has no order of its packets.', this.#at);
    return found;
  }
}
