/** A code's table: 1024 u16 by the next 10 bits, symbol << 4 | length; 0 where the code is longer, or none. */
export const FAST_BITS: u32 = 10;

/** Behind it, for longer codes: the symbols in the order of their codes, 288 u16; and for each length, as u32, */
const SYMBOLS: usize = 2048;
/** its first code; */
const FIRST_CODES: usize = SYMBOLS + 576;
/** the place of that code's symbol; */
const FIRST_PLACES: usize = FIRST_CODES + 64;
/** what comes after its last code, moved up to 16 bits. */
const END_CODES: usize = FIRST_PLACES + 64;
/** Scratch: how many codes there are of each length. */
const COUNTS: usize = 0x1800;

/**
 * Makes the tables of a code from its symbols' lengths (RFC 1951 3.2.2).
 * @returns false where there are more codes than bits allow; one that is incomplete passes, as in zlib a single one does
 */
export function buildCode(code: usize, lengths: usize, symbols: u32): bool {
  memory.fill(code, 0, 2048);
  memory.fill(COUNTS, 0, 64);
  for (let symbol: usize = 0; symbol < symbols; symbol++) {
    const place = COUNTS + (<usize>load<u8>(lengths + symbol)) * 4;
    store<u32>(place, load<u32>(place) + 1);
  }
  store<u32>(COUNTS, 0);
  let next: u32 = 0;
  let places: u32 = 0;
  for (let length: u32 = 1; length < 16; length++) {
    const count = load<u32>(COUNTS + length * 4);
    store<u32>(code + FIRST_CODES + length * 4, next);
    store<u32>(code + FIRST_PLACES + length * 4, places);
    next += count;
    places += count;
    if (next > <u32>1 << length) return false;
    store<u32>(code + END_CODES + length * 4, next << (16 - length));
    // From here on: the next code of this length.
    store<u32>(COUNTS + length * 4, next - count);
    next <<= 1;
  }
  for (let symbol: usize = 0; symbol < symbols; symbol++) {
    const length = <u32>load<u8>(lengths + symbol);
    if (length == 0) continue;
    const value = load<u32>(COUNTS + length * 4);
    store<u32>(COUNTS + length * 4, value + 1);
    const place = value - load<u32>(code + FIRST_CODES + length * 4) + load<u32>(code + FIRST_PLACES + length * 4);
    store<u16>(code + SYMBOLS + <usize>place * 2, <u16>symbol);
    if (length > FAST_BITS) continue;
    const entry = <u16>((<u32>symbol << 4) | length);
    for (let at = reversed(value, length); at < 1 << FAST_BITS; at += 1 << length)
      store<u16>(code + <usize>at * 2, entry);
  }
  return true;
}

/** The entry of a code of more than 10 bits; 0 where there is none. */
export function decodeLong(code: usize, bits: u32): u32 {
  const ahead = reversed(bits & 0xffff, 16);
  for (let length: u32 = FAST_BITS + 1; length < 16; length++) {
    if (ahead >= load<u32>(code + END_CODES + length * 4)) continue;
    const value = ahead >> (16 - length);
    const first = load<u32>(code + FIRST_CODES + length * 4);
    if (value < first) return 0;
    const place = value - first + load<u32>(code + FIRST_PLACES + length * 4);
    return ((<u32>load<u16>(code + SYMBOLS + <usize>place * 2)) << 4) | length;
  }
  return 0;
}

/** Codes come with their first bit first (3.1.1). */
@inline
function reversed(value: u32, size: u32): u32 {
  let word = value;
  word = ((word & 0xaaaa) >> 1) | ((word & 0x5555) << 1);
  word = ((word & 0xcccc) >> 2) | ((word & 0x3333) << 2);
  word = ((word & 0xf0f0) >> 4) | ((word & 0x0f0f) << 4);
  word = ((word & 0xff00) >> 8) | ((word & 0x00ff) << 8);
  return word >> (16 - size);
}
