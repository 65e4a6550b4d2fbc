/**
 * Computes the inverse DCT in integers, after Loeffler, Ligtenberg and Moschytz (ICASSP 1989), with constants of 13 bits. It
 * is well within the accuracy of ITU T.81 A.3.3, and equal to that of common decoders. For 12 bits, values between the passes
 * have one fractional bit less, or 32-bit arithmetic would overflow.
 */
const SCALE = 13;

// cos and sin products of the paper's figure 1, times 2^13.
const C0_298 = 2446;
const C0_390 = 3196;
const C0_541 = 4433;
const C0_765 = 6270;
const C0_899 = 7373;
const C1_175 = 9633;
const C1_501 = 12299;
const C1_847 = 15137;
const C1_961 = 16069;
const C2_053 = 16819;
const C2_562 = 20995;
const C3_072 = 25172;

const work = new Int32Array(64);

/**
 * @param block dequantised coefficients in natural order
 * @param samples receives the 8 x 8 samples, level-shifted and clamped, from `at`, with rows `stride` apart
 */
export function inverseDct(
  block: Int32Array,
  samples: Uint8Array | Uint16Array,
  at: number,
  stride: number,
  precision: number,
): void {
  const passBits = precision > 8 ? 1 : 2;
  columns(block, SCALE - passBits, passBits);
  rows(samples, at, stride, SCALE + passBits + 3, precision);
}

/** Fills a block that has only a DC coefficient, and so is flat. */
export function inverseDctOfDc(
  dc: number,
  samples: Uint8Array | Uint16Array,
  at: number,
  stride: number,
  precision: number,
): void {
  const top = (1 << precision) - 1;
  const level = ((dc + 4) >> 3) + (1 << (precision - 1));
  const value = level < 0 ? 0 : level > top ? top : level;
  for (let row = 0, to = at; row < 8; row++, to += stride) samples.fill(value, to, to + 8);
}

function columns(block: Int32Array, shift: number, passBits: number): void {
  const round = 1 << (shift - 1);
  for (let x = 0; x < 8; x++) {
    const s0 = block[x]!;
    const s1 = block[x + 8]!;
    const s2 = block[x + 16]!;
    const s3 = block[x + 24]!;
    const s4 = block[x + 32]!;
    const s5 = block[x + 40]!;
    const s6 = block[x + 48]!;
    const s7 = block[x + 56]!;
    if ((s1 | s2 | s3 | s4 | s5 | s6 | s7) === 0) {
      const flat = s0 << passBits;
      for (let y = x; y < 64; y += 8) work[y] = flat;
      continue;
    }
    const z1 = Math.imul(s2 + s6, C0_541);
    const e2 = z1 - Math.imul(s6, C1_847);
    const e3 = z1 + Math.imul(s2, C0_765);
    const e0 = (s0 + s4) << SCALE;
    const e1 = (s0 - s4) << SCALE;
    const a0 = e0 + e3;
    const a3 = e0 - e3;
    const a1 = e1 + e2;
    const a2 = e1 - e2;

    const z5 = Math.imul(s7 + s3 + s5 + s1, C1_175);
    const y1 = Math.imul(s7 + s1, -C0_899);
    const y2 = Math.imul(s5 + s3, -C2_562);
    const y3 = z5 - Math.imul(s7 + s3, C1_961);
    const y4 = z5 - Math.imul(s5 + s1, C0_390);
    const b0 = Math.imul(s7, C0_298) + y1 + y3;
    const b1 = Math.imul(s5, C2_053) + y2 + y4;
    const b2 = Math.imul(s3, C3_072) + y2 + y3;
    const b3 = Math.imul(s1, C1_501) + y1 + y4;

    work[x] = (a0 + b3 + round) >> shift;
    work[x + 56] = (a0 - b3 + round) >> shift;
    work[x + 8] = (a1 + b2 + round) >> shift;
    work[x + 48] = (a1 - b2 + round) >> shift;
    work[x + 16] = (a2 + b1 + round) >> shift;
    work[x + 40] = (a2 - b1 + round) >> shift;
    work[x + 24] = (a3 + b0 + round) >> shift;
    work[x + 32] = (a3 - b0 + round) >> shift;
  }
}

function rows(
  samples: Uint8Array | Uint16Array,
  at: number,
  stride: number,
  shift: number,
  precision: number,
): void {
  const top = (1 << precision) - 1;
  // Combines rounding and the level shift (A.3.1).
  const level = (1 << (shift - 1)) + (1 << (shift + precision - 1));
  for (let y = 0, to = at; y < 64; y += 8, to += stride) {
    const s0 = work[y]!;
    const s1 = work[y + 1]!;
    const s2 = work[y + 2]!;
    const s3 = work[y + 3]!;
    const s4 = work[y + 4]!;
    const s5 = work[y + 5]!;
    const s6 = work[y + 6]!;
    const s7 = work[y + 7]!;
    const z1 = Math.imul(s2 + s6, C0_541);
    const e2 = z1 - Math.imul(s6, C1_847);
    const e3 = z1 + Math.imul(s2, C0_765);
    const e0 = ((s0 + s4) << SCALE) + level;
    const e1 = ((s0 - s4) << SCALE) + level;
    const a0 = e0 + e3;
    const a3 = e0 - e3;
    const a1 = e1 + e2;
    const a2 = e1 - e2;

    const z5 = Math.imul(s7 + s3 + s5 + s1, C1_175);
    const y1 = Math.imul(s7 + s1, -C0_899);
    const y2 = Math.imul(s5 + s3, -C2_562);
    const y3 = z5 - Math.imul(s7 + s3, C1_961);
    const y4 = z5 - Math.imul(s5 + s1, C0_390);
    const b0 = Math.imul(s7, C0_298) + y1 + y3;
    const b1 = Math.imul(s5, C2_053) + y2 + y4;
    const b2 = Math.imul(s3, C3_072) + y2 + y3;
    const b3 = Math.imul(s1, C1_501) + y1 + y4;

    samples[to] = clamp((a0 + b3) >> shift, top);
    samples[to + 7] = clamp((a0 - b3) >> shift, top);
    samples[to + 1] = clamp((a1 + b2) >> shift, top);
    samples[to + 6] = clamp((a1 - b2) >> shift, top);
    samples[to + 2] = clamp((a2 + b1) >> shift, top);
    samples[to + 5] = clamp((a2 - b1) >> shift, top);
    samples[to + 3] = clamp((a3 + b0) >> shift, top);
    samples[to + 4] = clamp((a3 - b0) >> shift, top);
  }
}

const clamp = (value: number, top: number): number => (value < 0 ? 0 : value > top ? top : value);
