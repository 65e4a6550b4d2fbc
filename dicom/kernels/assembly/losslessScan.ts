import { beginBits, bits, count, extend, findLong, isPast, keepBits, refill, restart, TABLE_SIZE } from './huffmanBits';

/** A Huffman table for each component of the scan. */
const TABLES: usize = 0x1000;
/**
 * A look-up table by the next 12 bits for each Huffman table, after all of these. An entry is difference << 16 | total length if
 * the 12 bits hold a whole code and its difference, otherwise 0.
 */
const WHOLE: usize = TABLES + 4 * TABLE_SIZE;
const WHOLE_BITS: u64 = 12;
const WHOLE_SIZE: usize = 4 << 12;

let width: usize = 0;
let lanes: usize = 0;
let predictor: i32 = 0;
let initial: u32 = 0;
let interval: u32 = 0;
/** The number of rows until the next restart. */
let left: u32 = 0;
/** The differences of a row as words, then rows of samples as words. The first of these is the previous row. */
let differences: usize = 0;
let rows: usize = 0;
let isFirst: bool = true;

/**
 * @param to room for the differences of a row, the previous row and the rows that are decoded at once; each row is of words and
 *   starts at a multiple of 16 bytes
 * @param restartRows rows between restarts, or 0 without restarts
 */
export function begin(
  from: usize,
  end: usize,
  to: usize,
  samples: usize,
  components: usize,
  selection: i32,
  firstPrediction: u32,
  restartRows: u32,
): void {
  beginBits(from, end);
  differences = to;
  width = samples;
  lanes = components;
  rows = to + rowBytes();
  predictor = selection;
  initial = firstPrediction;
  interval = restartRows;
  left = restartRows;
  isFirst = true;
  for (let lane: usize = 0; lane < lanes; lane++)
    findWhole(TABLES + lane * TABLE_SIZE, WHOLE + lane * WHOLE_SIZE);
}

function findWhole(table: usize, whole: usize): void {
  for (let index: usize = 0; index < 1024; index++) {
    const entry = load<u32>(table + index * 4);
    const category = entry & 0xff;
    const size = (entry >> 8) & 0xff;
    const out = whole + index * 16;
    const fits = entry != 0 && category < 16 && size <= WHOLE_BITS;
    const window = (<u64>index) << 54;
    const known = fits ? (extend(window << (entry >> 16), category) << 16) | size : 0;
    v128.store(out, i32x4.splat(known));
    // The last two bits belong to the difference.
    if (known != 0 && size > 10)
      for (let part: usize = 1; part < 4; part++) {
        const difference = extend((window | ((<u64>part) << 52)) << (entry >> 16), category);
        store<u32>(out + part * 4, (difference << 16) | size);
      }
  }
}

@inline
function rowBytes(): usize {
  return (width * lanes * 2 + 15) & ~15;
}

/**
 * Decodes the next rows (ITU T.81 annex H).
 * @returns 0, or 1 for an invalid code, 2 for truncated data, 3 for a wrong restart marker
 */
export function decode(howMany: u32): i32 {
  const size = rowBytes();
  let at = rows;
  for (let row: u32 = 0; row < howMany; row++) {
    let isStart = isFirst;
    isFirst = false;
    if (interval > 0 && left-- == 0) {
      const status = restart();
      if (status != 0) return status;
      left = interval - 1;
      isStart = true;
    }
    at += size;
    if (isStart || predictor == 1) {
      if (!readRow(at, isStart ? <u64>initial * 0x0001000100010001 : load<u64>(at - size), 0xffff)) return 1;
    } else {
      if (!readRow(differences, 0, 0)) return 1;
      for (let lane: usize = 0; lane < lanes; lane++) predict(at + lane * 2, size, lane * 2);
    }
    if (isPast()) return 2;
  }
  // The next call predicts from the last row.
  memory.copy(rows, at, size);
  return 0;
}

/**
 * Reads the differences of a row, and optionally adds each to the sample on its left.
 * @param before the samples on the left of the row, 16 bits each, the first component in the lowest bits
 * @param sums 0xffff to add, 0 to store the differences
 * @returns false for an invalid code
 */
function readRow(out: usize, before: u64, sums: u64): bool {
  const end = out + width * lanes * 2;
  const next = lanes == 1 ? 0 : 1;
  const newest = (<u64>lanes - 1) << 4;
  let window = bits;
  let have = count;
  // Clears the bits above the last component.
  let values = before & ((<u64>-1) >> (64 - (<u64>lanes << 4)));
  let lane: usize = 0;
  for (let to = out; to < end; to += 2) {
    if (have < 32) {
      keepBits(window, have);
      refill();
      window = bits;
      have = count;
    }
    const whole = load<i32>(WHOLE + lane * WHOLE_SIZE + <usize>(window >> (64 - WHOLE_BITS)) * 4);
    let difference = whole >> 16;
    let size = whole & 0xff;
    if (whole == 0) {
      const table = TABLES + lane * TABLE_SIZE;
      let entry = load<u32>(table + <usize>(window >> 54) * 4);
      if (entry == 0) entry = findLong(table, window);
      if (entry == 0) return false;
      const category = entry & 0xff;
      // Category 16 is 32,768 and has no further bits (H.1.2.2).
      difference = category > 15 ? 0x8000 : extend(window << (entry >> 16), category);
      size = category > 15 ? entry >> 16 : (entry >> 8) & 0xff;
    }
    window <<= size;
    have -= size;
    const value = (<u32>(values & sums) + difference) & 0xffff;
    store<u16>(to, <u16>value);
    values = (values >> 16) | (<u64>value << newest);
    lane += next;
    if (lane == lanes) lane = 0;
  }
  keepBits(window, have);
  return true;
}

/**
 * Adds the predictions (table H.1) to the differences of a row of one component, modulo 2^16. The first sample is predicted from
 * the sample above it.
 */
function predict(to: usize, size: usize, lane: usize): void {
  const step = lanes * 2;
  const end = to + width * step;
  let from = differences + lane;
  let at = to;
  let value = (<u32>load<u16>(at - size) + load<u16>(from)) & 0xffff;
  store<u16>(at, <u16>value);
  for (at += step, from += step; at < end; at += step, from += step) {
    const above = <u32>load<u16>(at - size);
    const before = <u32>load<u16>(at - size - step);
    let guess = above;
    if (predictor == 3) guess = before;
    else if (predictor == 4) guess = value + above - before;
    else if (predictor == 5) guess = value + (<i32>(above - before) >> 1);
    else if (predictor == 6) guess = above + (<i32>(value - before) >> 1);
    else if (predictor == 7) guess = (value + above) >> 1;
    value = (guess + load<u16>(from)) & 0xffff;
    store<u16>(at, <u16>value);
  }
}

/** Packs the rows just decoded, of 8-bit samples, into contiguous bytes from the first row on. */
export function narrow(howMany: usize): void {
  const size = rowBytes();
  const length = width * lanes;
  for (let row: usize = 0; row < howMany; row++) {
    const from = rows + size + row * size;
    const to = rows + size + row * length;
    for (let index: usize = 0; index < length; index += 16) {
      const low = v128.and(v128.load(from + index * 2), i16x8.splat(0xff));
      const high = v128.and(v128.load(from + index * 2, 16), i16x8.splat(0xff));
      v128.store(to + index, i8x16.narrow_i16x8_u(low, high));
    }
  }
}
