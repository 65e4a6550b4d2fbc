import { MARKER } from './markers.ts';
import { corrupt } from './streamErrors.ts';

/** The coding style of a component (ITU T.800 A.6.1, SPcod or SPcoc). */
export interface CodingStyle {
  /** The decomposition levels. There is one more resolution. */
  levels: number;
  /** log2 of a code-block's nominal width and height. */
  blockWidth: number;
  blockHeight: number;
  /** The bits of `BLOCK_STYLE` (table A.19). */
  blockStyle: number;
  /** The lossless 5-3 transform; else the 9-7 transform. */
  reversible: boolean;
  /** log2 of the precincts' width (low four bits) and height, for each resolution. */
  precincts: readonly number[];
}

/** Table A.19. */
export const BLOCK_STYLE = { bypass: 1, reset: 2, terminateAll: 4, causal: 8, segmentation: 32 } as const;

/** The quantisation of a component (A.6.4). */
export interface Quantisation {
  guardBits: number;
  /** One step serves all subbands (table A.28, scalar derived). */
  derived: boolean;
  steps: readonly { exponent: number; mantissa: number }[];
}

/** A progression: packets of some resolutions and components, in an order of table A.16 (A.6.6). */
export interface Progression {
  order: number;
  firstResolution: number;
  /** The ends of its resolutions, components and layers, exclusive. */
  endResolution: number;
  firstComponent: number;
  endComponent: number;
  endLayer: number;
}

/** The coding style of a tile. */
interface TileStyle {
  order: number;
  layers: number;
  multipleComponentTransform: boolean;
}

/** The parameters of all components, and those of single ones. */
interface PerComponent<T> {
  all: T | undefined;
  one: Map<number, T>;
}

const nothing = <T>(): PerComponent<T> => ({ all: undefined, one: new Map() });

/**
 * The parameters of the main header or of a tile. A tile's parameters take precedence over those of the main header, and in
 * one header those of a single component over those of all (A.6.1 to A.6.6).
 */
export class Parameters {
  readonly #main: Parameters | undefined;
  readonly #components: number;
  #style: TileStyle | undefined;
  readonly #coding = nothing<CodingStyle>();
  readonly #quantisation = nothing<Quantisation>();
  readonly #shifts = new Map<number, number>();
  #progressions: Progression[] | undefined;

  /** @param main the parameters of the main header, for a tile's */
  constructor(components: number, main?: Parameters) {
    this.#components = components;
    this.#main = main;
  }

  /** @throws DicomError `corrupt-codestream` if a mandatory segment is missing */
  get style(): TileStyle {
    return this.#style ?? this.#main?.style ?? missing('coding style');
  }

  coding(component: number): CodingStyle {
    return this.#found((one) => one.#coding, component) ?? missing('coding style');
  }

  quantisation(component: number): Quantisation {
    return this.#found((one) => one.#quantisation, component) ?? missing('quantisation');
  }

  /** Returns the shift of a region of interest (A.6.3). */
  shift(component: number): number {
    return this.#shifts.get(component) ?? this.#main?.shift(component) ?? 0;
  }

  /** The progressions; empty if the whole tile is in the order of the coding style. */
  get progressions(): readonly Progression[] {
    return this.#progressions ?? this.#main?.progressions ?? [];
  }

  #found<T>(part: (one: Parameters) => PerComponent<T>, component: number): T | undefined {
    const { one, all } = part(this);
    return one.get(component) ?? all ?? (this.#main && this.#main.#found(part, component));
  }

  /**
   * Reads the parameters of a marker segment, and ignores other segments.
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
      if (reader.byte() !== 0)
        throw corrupt('The JPEG 2000 stream has an unknown style of region of interest.', at);
      this.#shifts.set(component, reader.byte());
    } else if (marker === MARKER.POC) (this.#progressions ??= []).push(...reader.progressions());
  }
}

const missing = (what: string): never => {
  throw corrupt(`The JPEG 2000 stream has no ${what}.`);
};

/** Reads values from a marker segment. */
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

  /** Reads the index of a component: one byte for fewer than 257 components (A.6.2). */
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
    // Only the first precinct size may be one sample: the others are halved (table A.21).
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
      // 0 stands for 256, which does not fit into a byte (table A.32).
      const endComponent = end === 0 ? 256 : end;
      found.push({ firstResolution, firstComponent, endLayer, endResolution, endComponent, order });
    }
    if (found.some(({ order }) => order > 4))
      throw corrupt('The JPEG 2000 stream has no order of its packets.', this.#at);
    return found;
  }
}
