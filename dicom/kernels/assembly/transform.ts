import { FLOATS } from './places';

/** Writes a row of 8 integers as floats. */
@inline
export function putRow(row: v128, at: usize): void {
  v128.store(at, f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_s(row)), 0);
  v128.store(at, f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_s(row)), 16);
}

/** Applies the DCT of Arai, Agui and Nakajima to FLOATS. The result is transposed and scaled; the host's tables undo both. */
@inline
export function transform(): void {
  columns(FLOATS);
  columns(FLOATS + 16);
  transpose(FLOATS, FLOATS);
  transpose(FLOATS + 144, FLOATS + 144);
  exchange(FLOATS + 16, FLOATS + 128);
  columns(FLOATS);
  columns(FLOATS + 16);
}

/** Applies the one-dimensional DCT to four columns. */
@inline
function columns(at: usize): void {
  const d0 = v128.load(at, 0);
  const d1 = v128.load(at, 32);
  const d2 = v128.load(at, 64);
  const d3 = v128.load(at, 96);
  const d4 = v128.load(at, 128);
  const d5 = v128.load(at, 160);
  const d6 = v128.load(at, 192);
  const d7 = v128.load(at, 224);
  const t0 = f32x4.add(d0, d7);
  const t7 = f32x4.sub(d0, d7);
  const t1 = f32x4.add(d1, d6);
  const t6 = f32x4.sub(d1, d6);
  const t2 = f32x4.add(d2, d5);
  const t5 = f32x4.sub(d2, d5);
  const t3 = f32x4.add(d3, d4);
  const t4 = f32x4.sub(d3, d4);

  const e0 = f32x4.add(t0, t3);
  const e3 = f32x4.sub(t0, t3);
  const e1 = f32x4.add(t1, t2);
  const e2 = f32x4.sub(t1, t2);
  v128.store(at, f32x4.add(e0, e1), 0);
  v128.store(at, f32x4.sub(e0, e1), 128);
  const z1 = f32x4.mul(f32x4.add(e2, e3), f32x4.splat(0.707106781));
  v128.store(at, f32x4.add(e3, z1), 64);
  v128.store(at, f32x4.sub(e3, z1), 192);

  const o0 = f32x4.add(t4, t5);
  const o1 = f32x4.add(t5, t6);
  const o2 = f32x4.add(t6, t7);
  const z5 = f32x4.mul(f32x4.sub(o0, o2), f32x4.splat(0.382683433));
  const z2 = f32x4.add(f32x4.mul(o0, f32x4.splat(0.5411961)), z5);
  const z4 = f32x4.add(f32x4.mul(o2, f32x4.splat(1.306562965)), z5);
  const z3 = f32x4.mul(o1, f32x4.splat(0.707106781));
  const z11 = f32x4.add(t7, z3);
  const z13 = f32x4.sub(t7, z3);
  v128.store(at, f32x4.add(z13, z2), 160);
  v128.store(at, f32x4.sub(z13, z2), 96);
  v128.store(at, f32x4.add(z11, z4), 32);
  v128.store(at, f32x4.sub(z11, z4), 224);
}

/** Transposes a quarter of the block. */
@inline
function transpose(from: usize, to: usize): void {
  const a0 = v128.load(from, 0);
  const a1 = v128.load(from, 32);
  const a2 = v128.load(from, 64);
  const a3 = v128.load(from, 96);
  const low01 = i32x4.shuffle(a0, a1, 0, 4, 1, 5);
  const high01 = i32x4.shuffle(a0, a1, 2, 6, 3, 7);
  const low23 = i32x4.shuffle(a2, a3, 0, 4, 1, 5);
  const high23 = i32x4.shuffle(a2, a3, 2, 6, 3, 7);
  v128.store(to, i64x2.shuffle(low01, low23, 0, 2), 0);
  v128.store(to, i64x2.shuffle(low01, low23, 1, 3), 32);
  v128.store(to, i64x2.shuffle(high01, high23, 0, 2), 64);
  v128.store(to, i64x2.shuffle(high01, high23, 1, 3), 96);
}

/** Transposes two quarters of the block and exchanges them. */
@inline
function exchange(one: usize, other: usize): void {
  const kept0 = v128.load(other, 0);
  const kept1 = v128.load(other, 32);
  const kept2 = v128.load(other, 64);
  const kept3 = v128.load(other, 96);
  transpose(one, other);
  v128.store(one, kept0, 0);
  v128.store(one, kept1, 32);
  v128.store(one, kept2, 64);
  v128.store(one, kept3, 96);
  transpose(one, one);
}
