import { buildCode, decodeLong, FAST_BITS } from './inflateCode';

/** Places in memory; the host fills those of constants, and puts its bytes above them. */
const LENGTHS: usize = 0x1000; // 320 u8, scratch
const ORDER: usize = 0x1200; // 19 u8: in which the lengths of the code lengths' codes come (RFC 1951 3.2.7)
const LENGTH_BASES: usize = 0x1280; // 29 u16 (3.2.5), and as many u8 of extra bits
const LENGTH_EXTRA: usize = 0x12c0;
const DISTANCE_BASES: usize = 0x1300; // 30 u16, and as many u8
const DISTANCE_EXTRA: usize = 0x1340;
const LITERALS: usize = 0x2000;
const DISTANCES: usize = 0x4000;

/** What `run` answers. */
const MORE: i32 = 0;
const ENDED: i32 = 1;
const DAMAGED: i32 = 2;

const NO_BLOCK: i32 = 0;
const STORED: i32 = 1;
const CODED: i32 = 2;

let from: usize = 0;
let end: usize = 0;
let start: usize = 0;
let out: usize = 0;
let bits: u64 = 0;
let count: u32 = 0;
let block: i32 = NO_BLOCK;
let isLast: bool = false;
let stored: u32 = 0;

/** Begins a stream; the 16 bytes from its end must be readable. */
export function begin(input: usize, inputEnd: usize, output: usize): void {
  from = input;
  end = inputEnd;
  start = output;
  out = output;
  bits = 0;
  count = 0;
  block = NO_BLOCK;
  isLast = false;
}

/** Bytes that there are so far. */
export function produced(): usize {
  return out - start;
}

/** Goes on until there are `wanted` bytes, or up to 257 more: 16 beyond those must be writable. */
export function run(wanted: usize): i32 {
  const limit = start + wanted;
  while (out < limit) {
    if (block == NO_BLOCK) {
      if (isLast) return ENDED;
      if (!readBlock()) return DAMAGED;
    }
    if (!(block == STORED ? copyStored(limit) : decodeBlock(limit))) return DAMAGED;
  }
  return block == NO_BLOCK && isLast ? ENDED : MORE;
}

/** Makes sure of 56 bits; those past the end are no data, which `isPast` tells. */
@inline
function refill(): void {
  if (from <= end) bits |= load<u64>(from) << count;
  from += (63 - count) >> 3;
  count |= 56;
}

/** Whether bits were used that are not there. */
@inline
function isPast(): bool {
  return from - (count >> 3) > end;
}

@inline
function take(size: u32): u32 {
  const value = <u32>bits & ((1 << size) - 1);
  bits >>= size;
  count -= size;
  return value;
}

function readBlock(): bool {
  refill();
  isLast = take(1) != 0;
  const kind = take(2);
  if (kind == 0) {
    take(count & 7);
    refill();
    stored = take(16);
    const complement = take(16);
    // What was read ahead goes back.
    from -= count >> 3;
    bits = 0;
    count = 0;
    block = STORED;
    return (stored ^ complement) == 0xffff && from + stored <= end;
  }
  block = CODED;
  if (kind == 1) {
    memory.fill(LENGTHS, 8, 144);
    memory.fill(LENGTHS + 144, 9, 112);
    memory.fill(LENGTHS + 256, 7, 24);
    memory.fill(LENGTHS + 280, 8, 8);
    memory.fill(LENGTHS + 288, 5, 32);
    return buildCode(LITERALS, LENGTHS, 288) && buildCode(DISTANCES, LENGTHS + 288, 30);
  }
  return kind == 2 && readCodes();
}

function readCodes(): bool {
  const literals = take(5) + 257;
  const distances = take(5) + 1;
  const lengths = take(4) + 4;
  if (literals > 286 || distances > 30) return false;
  memory.fill(LENGTHS, 0, 19);
  for (let index: u32 = 0; index < lengths; index++) {
    refill();
    store<u8>(LENGTHS + load<u8>(ORDER + index), <u8>take(3));
  }
  // The code of code lengths is needed no longer than these are read.
  if (!buildCode(DISTANCES, LENGTHS, 19)) return false;
  let index: u32 = 0;
  let last: u32 = 0;
  while (index < literals + distances) {
    refill();
    const symbol = decode(DISTANCES);
    if (symbol < 0 || isPast()) return false;
    if (symbol < 16) {
      last = symbol;
      store<u8>(LENGTHS + index++, <u8>symbol);
      continue;
    }
    if (symbol == 16 && index == 0) return false;
    const times = symbol == 16 ? 3 + take(2) : symbol == 17 ? 3 + take(3) : 11 + take(7);
    if (symbol != 16) last = 0;
    if (index + times > literals + distances) return false;
    memory.fill(LENGTHS + index, <u8>last, times);
    index += times;
  }
  return buildCode(LITERALS, LENGTHS, literals) && buildCode(DISTANCES, LENGTHS + literals, distances);
}

/** The next symbol, or -1 for bits that are no code. */
@inline
function decode(code: usize): i32 {
  const entry = <u32>load<u16>(code + (<usize>bits & ((1 << FAST_BITS) - 1)) * 2);
  const found = entry != 0 ? entry : decodeLong(code, <u32>bits);
  take(found & 15);
  return found == 0 ? -1 : <i32>(found >> 4);
}

function copyStored(limit: usize): bool {
  const length = min(<usize>stored, limit - out);
  memory.copy(out, from, length);
  out += length;
  from += length;
  stored -= <u32>length;
  if (stored == 0) block = NO_BLOCK;
  return true;
}

function decodeBlock(limit: usize): bool {
  while (out < limit) {
    refill();
    const symbol = decode(LITERALS);
    if (symbol < 256) {
      if (symbol < 0 || isPast()) return false;
      store<u8>(out++, <u8>symbol);
      continue;
    }
    if (symbol == 256) {
      block = NO_BLOCK;
      return !isPast();
    }
    if (symbol > 285) return false;
    const place = <usize>(symbol - 257);
    const length = <usize>load<u16>(LENGTH_BASES + place * 2) + take(load<u8>(LENGTH_EXTRA + place));
    const far = decode(DISTANCES);
    if (far < 0 || far > 29) return false;
    const distance = <usize>load<u16>(DISTANCE_BASES + far * 2) + take(load<u8>(DISTANCE_EXTRA + far));
    if (isPast() || distance > out - start) return false;
    repeat(distance, length);
  }
  return true;
}

/** Copies what is `distance` back; the copy may run into itself. */
@inline
function repeat(distance: usize, length: usize): void {
  const stop = out + length;
  if (distance >= 16) {
    for (let at = out; at < stop; at += 16) v128.store(at, v128.load(at - distance));
  } else if (distance == 1) {
    memory.fill(out, load<u8>(out - 1), length);
  } else {
    for (let at = out; at < stop; at++) store<u8>(at, load<u8>(at - distance));
  }
  out = stop;
}
