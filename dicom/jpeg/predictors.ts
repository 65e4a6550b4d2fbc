/** Where the samples of one component lie among the pixels of a row, and its differences among those of the row. */
export interface RowLayout {
  pixels: Uint8Array | Uint16Array;
  /** From a sample to the next one of its component. */
  stride: number;
  /** Samples in a row. */
  width: number;
  differences: Int32Array;
  /** From a difference to the next one of its component. */
  lanes: number;
}

/**
 * Adds predictions to the differences of one row of one component.
 * @param at the row's first sample in `pixels`
 * @param lane the row's first difference
 */
export type Predict = (layout: RowLayout, at: number, lane: number) => void;

/**
 * Undoes the one-dimensional prediction of a first row, of the frame or after a restart: from the left, the first
 * sample from `initial`, 2^(P-Pt-1) (ITU T.81 H.1.2.1).
 */
export function predictFirstRow(layout: RowLayout, at: number, lane: number, initial: number): void {
  const { pixels, stride, width, differences, lanes } = layout;
  let left = initial;
  for (let x = 0, to = at, from = lane; x < width; x++, to += stride, from += lanes) {
    left = (left + differences[from]!) & 0xffff;
    pixels[to] = left;
  }
}

/** Every other row starts from the sample above, whatever the predictor (H.1.2.1). Arithmetic is modulo 2^16. */
const first = ({ pixels, stride, width, differences }: RowLayout, at: number, lane: number): number =>
  (pixels[at] = (pixels[at - width * stride]! + differences[lane]!) & 0xffff);

const fromLeft: Predict = (layout, at, lane) => {
  const { pixels, stride, width, differences, lanes } = layout;
  let left = first(layout, at, lane);
  for (let x = 1, to = at + stride, from = lane + lanes; x < width; x++, to += stride, from += lanes) {
    left = (left + differences[from]!) & 0xffff;
    pixels[to] = left;
  }
};

const fromAbove: Predict = ({ pixels, stride, width, differences, lanes }, at, lane) => {
  const row = width * stride;
  for (let x = 0, to = at, from = lane; x < width; x++, to += stride, from += lanes)
    pixels[to] = pixels[to - row]! + differences[from]!;
};

/** A predictor of the left, above and above-left neighbour (table H.1). */
const fromAll =
  (loop: (layout: RowLayout, at: number, lane: number, left: number) => void): Predict =>
  (layout, at, lane) => {
    loop(layout, at + layout.stride, lane + layout.lanes, first(layout, at, lane));
  };

const fromAboveLeft = fromAll(({ pixels, stride, width, differences, lanes }, at, lane) => {
  const row = width * stride;
  for (let x = 1, to = at, from = lane; x < width; x++, to += stride, from += lanes)
    pixels[to] = pixels[to - row - stride]! + differences[from]!;
});

const fromPlane = fromAll(({ pixels, stride, width, differences, lanes }, at, lane, start) => {
  const row = width * stride;
  let left = start;
  for (let x = 1, to = at, from = lane; x < width; x++, to += stride, from += lanes) {
    left = (left + pixels[to - row]! - pixels[to - row - stride]! + differences[from]!) & 0xffff;
    pixels[to] = left;
  }
});

const fromLeftAndGradient = fromAll(({ pixels, stride, width, differences, lanes }, at, lane, start) => {
  const row = width * stride;
  let left = start;
  for (let x = 1, to = at, from = lane; x < width; x++, to += stride, from += lanes) {
    left = (left + ((pixels[to - row]! - pixels[to - row - stride]!) >> 1) + differences[from]!) & 0xffff;
    pixels[to] = left;
  }
});

const fromAboveAndGradient = fromAll(({ pixels, stride, width, differences, lanes }, at, lane, start) => {
  const row = width * stride;
  let left = start;
  for (let x = 1, to = at, from = lane; x < width; x++, to += stride, from += lanes) {
    left = (pixels[to - row]! + ((left - pixels[to - row - stride]!) >> 1) + differences[from]!) & 0xffff;
    pixels[to] = left;
  }
});

const fromMean = fromAll(({ pixels, stride, width, differences, lanes }, at, lane, start) => {
  const row = width * stride;
  let left = start;
  for (let x = 1, to = at, from = lane; x < width; x++, to += stride, from += lanes) {
    left = (((left + pixels[to - row]!) >> 1) + differences[from]!) & 0xffff;
    pixels[to] = left;
  }
});

/** By their selection value; 0 is for differential frames only (table H.1). */
export const PREDICTORS: readonly (Predict | undefined)[] = [
  undefined,
  fromLeft,
  fromAbove,
  fromAboveLeft,
  fromPlane,
  fromLeftAndGradient,
  fromAboveAndGradient,
  fromMean,
];
