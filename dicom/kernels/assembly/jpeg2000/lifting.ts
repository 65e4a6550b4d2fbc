/** Undoes the lifting steps of the wavelet transforms (ITU T.800 F.3.8). Reads and writes up to 12 bytes past the end of a row. */

/** The parameters of the 9-7 transform (table F.4). */
export const ALPHA: f32 = -1.586134342059924;
export const BETA: f32 = -0.052980118572961;
export const GAMMA: f32 = 0.882911075530934;
export const DELTA: f32 = 0.443506852043971;
export const K: f32 = 1.230174104914001;

/** Subtracts a quarter of both neighbours, rounded, from low-pass samples (F-5). */
@inline
export function undoUpdate(to: usize, one: usize, other: usize, bytes: usize): void {
  for (let at: usize = 0; at < bytes; at += 16) {
    const sum = i32x4.add(v128.load(one + at), v128.load(other + at));
    const quarter = i32x4.shr_s(i32x4.add(sum, i32x4.splat(2)), 2);
    v128.store(to + at, i32x4.sub(v128.load(to + at), quarter));
  }
}

/** Adds half of both neighbours, rounded down, to high-pass samples (F-6). */
@inline
export function undoPrediction(to: usize, one: usize, other: usize, bytes: usize): void {
  for (let at: usize = 0; at < bytes; at += 16) {
    const half = i32x4.shr_s(i32x4.add(v128.load(one + at), v128.load(other + at)), 1);
    v128.store(to + at, i32x4.add(v128.load(to + at), half));
  }
}

/** Undoes a step of the 9-7 transform: subtracts both neighbours times the factor (F-7). */
@inline
export function undoStep(to: usize, one: usize, other: usize, factor: f32, bytes: usize): void {
  const factors = f32x4.splat(factor);
  for (let at: usize = 0; at < bytes; at += 16) {
    const sum = f32x4.add(v128.load(one + at), v128.load(other + at));
    v128.store(to + at, f32x4.sub(v128.load(to + at), f32x4.mul(sum, factors)));
  }
}

@inline
export function scaled(to: usize, from: usize, factor: f32, bytes: usize): void {
  const factors = f32x4.splat(factor);
  for (let at: usize = 0; at < bytes; at += 16) v128.store(to + at, f32x4.mul(v128.load(from + at), factors));
}

/** Halves a single high-pass sample (F.3.6). */
export function halve(to: usize, bytes: usize, reversible: bool): void {
  for (let at: usize = 0; at < bytes; at += 4)
    if (reversible) store<i32>(to + at, load<i32>(to + at) >> 1);
    else store<f32>(to + at, load<f32>(to + at) * 0.5);
}
