import { ALPHA, BETA, DELTA, GAMMA, K, halve, scaled, undoPrediction, undoStep, undoUpdate } from './lifting';

/** Returns the bytes from a row to the next. They leave room for steps of eight samples. */
@inline
export function pitchOf(width: u32): usize {
  return (<usize>((width + 3) & ~3) << 2) + 16;
}

/**
 * Undoes one level of the wavelet transform (ITU T.800 F.3.2, 2D_SR): joins four subbands into the low-pass band of the next
 * level, or into the component. `pitchOf` gives the distance of rows in each of them.
 * @param width of the result, in samples like `height`
 * @param left 1 if the first column is high-pass because the area begins at an odd coordinate; `top` is the same for rows
 * @param scratch room for two rows and 64 bytes
 */
export function undoWavelet(
  lowLow: usize, highLow: usize, lowHigh: usize, highHigh: usize, width: u32, height: u32, left: u32,
  top: u32, reversible: bool, to: usize, scratch: usize,
): void {
  const lows = (width + 1 - left) >> 1;
  const lowPitch = pitchOf(lows);
  const highPitch = pitchOf(width - lows);
  const pitch = pitchOf(width);
  const bytes = <usize>width << 2;
  let made: u32 = 0;
  // The vertical steps follow the horizontal ones closely, while the rows are in the cache.
  const last = height + (reversible ? 0 : 2);
  for (let row = top; row <= last; row += 2) {
    for (; made < height && made <= row + 1; made++) {
      const isHigh = ((made + top) & 1) != 0;
      const index: usize = made >> 1;
      const low = (isHigh ? lowHigh : lowLow) + lowPitch * index;
      const high = (isHigh ? highHigh : highLow) + highPitch * index;
      const factor: f32 = height == 1 ? 1 : isHigh ? 1 / K : K;
      undoRow(low, high, width, lows, left, reversible, factor, to + pitch * made, scratch);
    }
    if (height == 1) {
      if (top) halve(to, bytes, reversible);
      return;
    }
    if (reversible) {
      if (row < height) undoUpdate(rowAt(to, pitch, row), rowBeside(to, pitch, row, height, -1), rowBeside(to, pitch, row, height, 1), bytes);
      if (isRow(row - 1, height)) undoPrediction(rowAt(to, pitch, row - 1), rowBeside(to, pitch, row - 1, height, -1), rowBeside(to, pitch, row - 1, height, 1), bytes);
    } else {
      undoColumnStep(to, pitch, row, height, DELTA, bytes);
      undoColumnStep(to, pitch, row - 1, height, GAMMA, bytes);
      undoColumnStep(to, pitch, row - 2, height, BETA, bytes);
      undoColumnStep(to, pitch, row - 3, height, ALPHA, bytes);
    }
  }
}

/** Returns true if the row exists. A row below 0 is a very large u32. */
@inline
function isRow(row: u32, height: u32): bool {
  return row < height;
}

@inline
function rowAt(to: usize, pitch: usize, row: u32): usize {
  return to + pitch * <usize>row;
}

/** Returns the row above or below, mirrored at the edge (F.3.7). */
@inline
function rowBeside(to: usize, pitch: usize, row: u32, height: u32, step: i32): usize {
  const beside = row + step;
  return rowAt(to, pitch, beside < height ? beside : row - step);
}

function undoColumnStep(to: usize, pitch: usize, row: u32, height: u32, factor: f32, bytes: usize): void {
  if (!isRow(row, height)) return;
  undoStep(
    rowAt(to, pitch, row), rowBeside(to, pitch, row, height, -1), rowBeside(to, pitch, row, height, 1), factor, bytes,
  );
}

/** Undoes one row's transform (F.3.6, 1D_SR), and multiplies by the factor if it is not reversible. */
function undoRow(
  low: usize, high: usize, width: u32, lows: u32, left: u32, reversible: bool, factor: f32, to: usize,
  scratch: usize,
): void {
  const highs = width - lows;
  const bytes = <usize>width << 2;
  if (width == 1) {
    store<u32>(to, load<u32>(left ? high : low));
    if (left) halve(to, bytes, reversible);
    if (!reversible) scaled(to, to, factor, bytes);
    return;
  }
  const lowBytes = <usize>lows << 2;
  const highBytes = <usize>highs << 2;
  // Leaves room for a sample before and after each part.
  const s = scratch + 16;
  const d = s + pitchOf(lows) + 16;
  if (reversible) {
    memory.copy(s, low, lowBytes);
    memory.copy(d, high, highBytes);
    mirror(d, highBytes);
    undoUpdate(s, left ? d : d - 4, left ? d + 4 : d, lowBytes);
    mirror(s, lowBytes);
    undoPrediction(d, left ? s - 4 : s, left ? s : s + 4, highBytes);
  } else {
    scaled(s, low, factor * K, lowBytes);
    scaled(d, high, factor / K, highBytes);
    const before = left ? d : d - 4;
    const after = left ? s - 4 : s;
    mirror(d, highBytes);
    undoStep(s, before, before + 4, DELTA, lowBytes);
    mirror(s, lowBytes);
    undoStep(d, after, after + 4, GAMMA, highBytes);
    mirror(d, highBytes);
    undoStep(s, before, before + 4, BETA, lowBytes);
    mirror(s, lowBytes);
    undoStep(d, after, after + 4, ALPHA, highBytes);
  }
  const first = left ? d : s;
  const second = left ? s : d;
  for (let at: usize = 0; at < bytes; at += 32) {
    const one = v128.load(first + (at >> 1));
    const other = v128.load(second + (at >> 1));
    v128.store(to + at, i32x4.shuffle(one, other, 0, 4, 1, 5));
    v128.store(to + at, i32x4.shuffle(one, other, 2, 6, 3, 7), 16);
  }
}

/** Repeats the first and the last low-pass or high-pass sample, which mirrors the interleaved row at its ends (F.3.7). */
@inline
function mirror(samples: usize, bytes: usize): void {
  store<u32>(samples - 4, load<u32>(samples));
  store<u32>(samples + bytes, load<u32>(samples + bytes - 4));
}
