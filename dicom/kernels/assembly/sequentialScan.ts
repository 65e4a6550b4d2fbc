import { beginBits, bits, count, extend, findLong, isPast, keepBits, refill, restart, TABLE_SIZE } from './huffmanBits';
import { BLOCK, inverseDct, inverseDctOfDc } from './inverseDct';

/** The DC table and the AC table of each component of the scan. The host fills them. */
const TABLES: usize = 0x1000;
/**
 * A look-up table by the next 12 bits for each component. An entry is value << 16 | run << 8 | total length if the 12 bits hold
 * a whole AC coefficient, otherwise 0.
 */
const WHOLE: usize = 0xa000;
const WHOLE_SIZE: usize = 4 << 12;
/** 64 i32 in natural order for each component. The host fills them. */
const QUANTISATION: usize = 0x1a000;
/** The natural position of each coefficient in zigzag order: 64 u8. The host fills them. */
const ZIGZAG: usize = 0x1a400;
/** For each component: its blocks across and down in an MCU, the address of its samples, the bytes per row, its last DC value. */
const COMPONENTS: usize = 0x1a700;
const COMPONENT_SIZE: usize = 32;

let components: usize = 0;
let precision: i32 = 0;
let interval: u32 = 0;
let left: u32 = 0;

/** @param restartInterval in MCUs, or 0 without restarts */
export function begin(from: usize, end: usize, howMany: usize, sampleBits: i32, restartInterval: u32): void {
  beginBits(from, end);
  components = howMany;
  precision = sampleBits;
  interval = restartInterval;
  left = restartInterval;
  memory.fill(BLOCK, 0, 256);
}

export function setComponent(index: usize, across: u32, down: u32, to: usize, stride: usize): void {
  const at = COMPONENTS + index * COMPONENT_SIZE;
  store<u32>(at, across);
  store<u32>(at, down, 4);
  store<u32>(at, <u32>to, 8);
  store<u32>(at, <u32>stride, 12);
  store<i32>(at, 0, 16);
  findWhole(TABLES + (index * 2 + 1) * TABLE_SIZE, WHOLE + index * WHOLE_SIZE);
}

function findWhole(table: usize, whole: usize): void {
  for (let index: usize = 0; index < 1024; index++) {
    const entry = load<u32>(table + index * 4);
    const category = entry & 15;
    const size = (entry >> 8) & 0xff;
    const out = whole + index * 16;
    const window = (<u64>index) << 54;
    const rest = (((entry >> 4) & 15) << 8) | size;
    const fits = category != 0 && size <= 12;
    v128.store(out, i32x4.splat(fits ? (extend(window << (entry >> 16), category) << 16) | rest : 0));
    // The last two bits belong to the coefficient.
    if (fits && size > 10)
      for (let part: usize = 1; part < 4; part++) {
        const coefficient = extend((window | ((<u64>part) << 52)) << (entry >> 16), category);
        store<u32>(out + part * 4, (coefficient << 16) | rest);
      }
  }
}

/**
 * Decodes a row of MCUs (ITU T.81 F.2) into the components' rows of samples.
 * @returns 0, or 1 for an invalid code, 2 for truncated data, 3 for a wrong restart marker, 4 for too many coefficients in a
 *   block
 */
export function decode(mcus: u32): i32 {
  for (let x: u32 = 0; x < mcus; x++) {
    if (interval > 0 && left-- == 0) {
      if (isPast()) return 2;
      const status = restart();
      if (status != 0) return status;
      left = interval - 1;
      for (let index: usize = 0; index < components; index++)
        store<i32>(COMPONENTS + index * COMPONENT_SIZE, 0, 16);
    }
    for (let index: usize = 0; index < components; index++) {
      const status = decodeComponent(index, x);
      if (status != 0) return isPast() ? 2 : status;
    }
  }
  return isPast() ? 2 : 0;
}

function decodeComponent(index: usize, x: u32): i32 {
  const at = COMPONENTS + index * COMPONENT_SIZE;
  const across = load<u32>(at);
  const down = load<u32>(at, 4);
  const to = <usize>load<u32>(at, 8);
  const stride = <usize>load<u32>(at, 12);
  const blockBytes: usize = precision > 8 ? 16 : 8;
  for (let row: u32 = 0; row < down; row++)
    for (let column: u32 = 0; column < across; column++) {
      const place = to + <usize>row * 8 * stride + <usize>(x * across + column) * blockBytes;
      const status = decodeBlock(index, place, stride);
      if (status != 0) return status;
    }
  return 0;
}

function decodeBlock(index: usize, place: usize, stride: usize): i32 {
  const quantisation = QUANTISATION + index * 256;
  const dcTable = TABLES + index * 2 * TABLE_SIZE;
  const acTable = dcTable + TABLE_SIZE;
  const whole = WHOLE + index * WHOLE_SIZE;
  refill();
  let window = bits;
  let have = count;

  let entry = load<u32>(dcTable + <usize>(window >> 54) * 4);
  if (entry == 0) entry = findLong(dcTable, window);
  if (entry == 0) return 1;
  const predicted = COMPONENTS + index * COMPONENT_SIZE;
  const dc = load<i32>(predicted, 16) + extend(window << (entry >> 16), entry & 15);
  store<i32>(predicted, dc, 16);
  const used = (entry >> 16) + (entry & 15);
  window <<= used;
  have -= used;

  let any = false;
  for (let k: u32 = 1; k < 64; k++) {
    if (have < 32) {
      keepBits(window, have);
      refill();
      window = bits;
      have = count;
    }
    const known = load<i32>(whole + <usize>(window >> 52) * 4);
    let value = known >> 16;
    let size: u32 = known & 0xff;
    let run: u32 = (known >> 8) & 0xff;
    if (known == 0) {
      entry = load<u32>(acTable + <usize>(window >> 54) * 4);
      if (entry == 0) entry = findLong(acTable, window);
      if (entry == 0) {
        keepBits(window, have);
        return 1;
      }
      const length = entry >> 16;
      const category = entry & 15;
      run = (entry >> 4) & 15;
      size = length + category;
      if (category == 0) {
        window <<= length;
        have -= length;
        if (run < 15) break;
        k += 15;
        continue;
      }
      value = extend(window << length, category);
    }
    window <<= size;
    have -= size;
    k += run;
    if (k > 63) {
      keepBits(window, have);
      return 4;
    }
    const natural = <usize>load<u8>(ZIGZAG + k);
    store<i32>(BLOCK + natural * 4, value * load<i32>(quantisation + natural * 4));
    any = true;
  }
  keepBits(window, have);
  const level = dc * load<i32>(quantisation);
  if (any) {
    store<i32>(BLOCK, level);
    inverseDct(place, stride, precision);
  } else inverseDctOfDc(level, place, stride, precision);
  return 0;
}
