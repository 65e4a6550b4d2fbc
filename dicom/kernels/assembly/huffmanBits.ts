/**
 * A Huffman table as the host writes it (see dicom/jpeg/huffmanTable.ts). It begins with 1024 entries by the next 10 bits, each
 * code length << 16 | total length << 8 | symbol, or 0 for a longer code. The parts for longer codes follow at these offsets.
 */
const LIMITS: usize = 0x1000;
const OFFSETS: usize = 0x1050;
const SYMBOLS: usize = 0x10a0;
const SYMBOL_COUNT: usize = 0x11a0;
export const TABLE_SIZE: usize = 0x1200;

/** The next bits, from the highest bit down, and their number. */
export let bits: u64 = 0;
export let count: i32 = 0;
/** The number of zero bits that were added after the end of the data. */
let missing: i32 = 0;
/** The entropy-coded bytes (ITU T.81 B.1.1.5) and their end. The 8 bytes after the end must be readable. */
let from: usize = 0;
let end: usize = 0;
/** The number of restart markers so far. */
let restarts: u32 = 0;

export function beginBits(start: usize, stop: usize): void {
  from = start;
  end = stop;
  restarts = 0;
  forget();
}

function forget(): void {
  bits = 0;
  count = 0;
  missing = 0;
}

/** Stores the bits that a caller held in local variables. */
@inline
export function keepBits(value: u64, left: i32): void {
  bits = value;
  count = left;
}

/** Returns true if bits after the end of the data were used. */
@inline
export function isPast(): bool {
  return count < missing;
}

/** Returns true if one of the four bytes is 0xff. */
@inline
export function hasMarker(word: u32): bool {
  return ((~word - 0x01010101) & word & 0x80808080) != 0;
}

/** Reads until there are at least 32 bits. */
@inline
export function refill(): void {
  if (count >= 32) return;
  const word = load<u32>(from);
  if (from + 4 > end || hasMarker(word)) return refillSlowly();
  bits |= (<u64>bswap(word)) << (32 - count);
  count += 32;
  from += 4;
}

function refillSlowly(): void {
  while (count <= 32) {
    let byte: u32 = 0;
    while (from + 1 < end && load<u16>(from) == 0xffff) from++;
    const first = <u32>load<u8>(from);
    const known = from < end && (first != 0xff || (from + 1 < end && load<u8>(from, 1) == 0));
    if (known) {
      byte = first;
      from += first == 0xff ? 2 : 1;
    } else missing += 8;
    bits |= (<u64>byte) << (56 - count);
    count += 8;
  }
}

/**
 * Continues after the next restart marker (B.2.1).
 * @returns 0, or 2 if there is no marker, or 3 if it is not the expected one
 */
export function restart(): i32 {
  while (from + 1 < end) {
    const next = <u32>load<u8>(from, 1);
    if (load<u8>(from) != 0xff || next == 0xff) {
      from++;
      continue;
    }
    from += 2;
    if (next == 0) continue;
    if (next != 0xd0 + (restarts & 7)) return 3;
    restarts++;
    forget();
    return 0;
  }
  return 2;
}

/** Returns the entry of a code of more than 10 bits, or 0 if there is no such code. */
export function findLong(table: usize, window: u64): u32 {
  const ahead = <u32>(window >> 48);
  for (let length: u32 = 1; length <= 16; length++) {
    if (ahead >= load<u32>(table + LIMITS + length * 4)) continue;
    const place = (ahead >> (16 - length)) + load<u32>(table + OFFSETS + length * 4);
    if (place >= load<u32>(table + SYMBOL_COUNT)) return 0;
    const symbol = <u32>load<u8>(table + SYMBOLS + place);
    return (length << 16) | ((length + (symbol & 15)) << 8) | symbol;
  }
  return 0;
}

/** Applies EXTEND (F.2.2.1) to the first `size` bits of a window, 0 to 16. */
@inline
export function extend(window: u64, size: u32): i32 {
  const negative = ~(<i32>(<i64>window >> 63));
  return <i32>((window >> 1) >> (63 - size)) + (negative & ((-1 << size) + 1));
}
