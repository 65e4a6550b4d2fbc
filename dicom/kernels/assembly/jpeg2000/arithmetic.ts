import { MORE_PROBABLE, NEXT_LESS, NEXT_MORE, STATE } from './state';

/** The decoder's registers (ITU T.800 C.3): the interval A in the highest 16 bits, and C with the bits read ahead below them. */
let interval: u64 = 0;
let code: u64 = 0;
/** The number of bits read ahead, or below 0 the number of bits needed. */
let ahead: i32 = 0;

/** The current codeword segment: its next byte and its end. */
let from: usize = 0;
let end: usize = 0;
/** True after a byte of 0xFF: the next byte has seven bits. */
let isStuffed: bool = false;
/** The number of bytes read after the end of the segment. */
let missing: u32 = 0;
/** The number of bits read ahead after the last `refill`. */
let filled: i32 = 0;

/** The position of the lowest bit of A; the bits read ahead are below it. */
const READ_AHEAD: i32 = 48;

/** Begins a codeword segment: the INITDEC procedure (ITU T.800 C.3.5). The four bytes after it must be readable. */
@inline
export function begin(start: usize, length: usize): void {
  beginBytes(start, length);
  code = refill(-15);
  ahead = filled;
  interval = <u64>0x8000 << READ_AHEAD;
}

function beginBytes(start: usize, length: usize): void {
  from = start;
  end = start + length;
  isStuffed = false;
  missing = 0;
  rawCount = 0;
  raw = 0;
}

/** Decodes a decision: the DECODE procedure (C.3.2). */
@inline
export function decode(context: usize): u32 {
  const probability = load<u64>(context);
  let decision = load<u32>(context, MORE_PROBABLE);
  let next: usize = 0;
  interval -= probability;
  if (code < probability) {
    const state = load<u32>(context, STATE);
    if (interval < probability) next = load<u32>(state, NEXT_MORE);
    else {
      decision ^= 1;
      next = load<u32>(state, NEXT_LESS);
    }
    interval = probability;
  } else {
    code -= probability;
    if (<i64>interval < 0) return decision;
    const state = load<u32>(context, STATE);
    if (interval < probability) {
      decision ^= 1;
      next = load<u32>(state, NEXT_LESS);
    } else next = load<u32>(state, NEXT_MORE);
  }
  renormalise(context, next);
  return decision;
}

/** Decodes a decision without an unpredictable branch, for contexts in which both symbols are about equally probable. */
@inline
export function decodeEven(context: usize): u32 {
  const probability = load<u64>(context);
  const rest = interval - probability;
  const isLess: u64 = <u64>(code < probability);
  const isExchanged: u64 = <u64>(rest < probability);
  const flip = <u32>(isLess ^ isExchanged);
  const less: u64 = 0 - isLess;
  interval = rest ^ ((rest ^ probability) & less);
  code -= probability & ~less;
  const decision = load<u32>(context, MORE_PROBABLE) ^ flip;
  // 0 keeps the state; 1 and 2 select the state after the more and the less probable symbol.
  const change = (<u32>(interval >> 63) ^ 1) << flip;
  const next = load<u32>(load<u32>(context, STATE) + (change << 2), STATE);
  renormalise(context, next);
  return decision;
}

/** Sets a context's next state and renormalises: the RENORMD procedure (C.3.3), with one shift for all bits. */
@inline
function renormalise(context: usize, next: usize): void {
  v128.store(context, v128.load(next));
  const shift = clz(interval);
  interval <<= shift;
  code <<= shift;
  ahead -= <i32>shift;
  if (ahead < 0) {
    code += refill(ahead);
    ahead = filled;
  }
}

/**
 * Reads several bytes at once: the BYTEIN procedure (C.3.4). After the end or a marker it returns ones.
 * @param count the value of `ahead`, from -15 to -1
 * @returns the bits to add to the code; `filled` is the new value of `ahead`
 */
function refill(count: i32): u64 {
  if (!isStuffed && from + 4 <= end) {
    const four = bswap(load<u32>(from));
    const zeros = ~four;
    // None of the four bytes is 0xFF.
    if (((zeros - 0x01010101) & four & 0x80808080) == 0) {
      from += 4;
      filled = count + 32;
      return <u64>four << (READ_AHEAD - 32 - count);
    }
  }
  let added: u64 = 0;
  while (count < 16) {
    const byte: u64 = from < end ? load<u8>(from) : 0xff;
    const isPast = from >= end || (isStuffed && byte > 0x8f);
    const width = isStuffed && !isPast ? 7 : 8;
    added += (isPast ? 0xff : byte) << (READ_AHEAD - width - count);
    count += width;
    if (isPast) {
      missing++;
      continue;
    }
    isStuffed = byte == 0xff;
    from++;
  }
  filled = count;
  return added;
}

let raw: u32 = 0;
let rawCount: u32 = 0;

/** Begins a segment of raw bits, which are not arithmetically coded (D.6). */
export function beginRaw(start: usize, length: usize): void {
  beginBytes(start, length);
}

/** Returns the next of these bits, or 1 after the end. */
export function decodeRaw(): u32 {
  if (rawCount == 0) {
    const isPast = from >= end || (raw == 0xff && load<u8>(from) > 0x8f);
    rawCount = raw == 0xff && !isPast ? 7 : 8;
    if (isPast) missing++;
    raw = isPast ? 0xff : load<u8>(from++);
  }
  rawCount--;
  return (raw >> rawCount) & 1;
}

/**
 * The maximum number of bytes read after the end. An encoder may omit a few bytes at the end of a segment if ones can replace
 * them (C.2.9, D.4.1). A segment that needs more is damaged.
 */
const MOST_MISSING: u32 = 64;

/** Returns true if far more was read than the segment holds. */
export function isExhausted(): bool {
  return missing > MOST_MISSING;
}
