import { CONTEXTS, SIGN_CODING, STATES, ZERO_CODING } from './places';

/** ITU T.800 table C.2: Qe, NMPS and NLPS. `prepare` applies SWITCH. */
const PROBABILITIES = memory.data<u16>([
  0x5601, 0x3401, 0x1801, 0x0ac1, 0x0521, 0x0221, 0x5601, 0x5401, 0x4801, 0x3801, 0x3001, 0x2401, 0x1c01,
  0x1601, 0x5601, 0x5401, 0x5101, 0x4801, 0x3801, 0x3401, 0x3001, 0x2801, 0x2401, 0x2201, 0x1c01, 0x1801,
  0x1601, 0x1401, 0x1201, 0x1101, 0x0ac1, 0x09c1, 0x08a1, 0x0521, 0x0441, 0x02a1, 0x0221, 0x0141, 0x0111,
  0x0085, 0x0049, 0x0025, 0x0015, 0x0009, 0x0005, 0x0001, 0x5601,
]);
const AFTER_MORE = memory.data<u8>([
  1, 2, 3, 4, 5, 38, 7, 8, 9, 10, 11, 12, 13, 29, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29,
  30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 45, 46,
]);
const AFTER_LESS = memory.data<u8>([
  1, 6, 9, 12, 29, 33, 6, 14, 14, 14, 17, 18, 20, 21, 14, 14, 15, 16, 17, 18, 19, 19, 20, 21, 22, 23, 24, 25,
  26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 46,
]);
const STATE_COUNT: u32 = 47;
const STATE_SIZE: u32 = 32;

/** Offsets in a context, which begins with Qe in the highest 16 bits of a u64: the more probable symbol, its state's address. */
export const MORE_PROBABLE: usize = 8;
export const STATE: usize = 12;
/** Further offsets in a state, which begins as a context does: the states after the more and the less probable symbol. */
export const NEXT_MORE: usize = 16;
export const NEXT_LESS: usize = 20;

/** Contexts 0 to 8 are for zero coding, 9 to 13 for sign coding, 14 to 16 for magnitude refinement (table D.7). */
export const CONTEXT_SIZE: usize = 16;
export const RUN_LENGTH: usize = CONTEXTS + 17 * CONTEXT_SIZE;
export const UNIFORM: usize = CONTEXTS + 18 * CONTEXT_SIZE;

/** Fills the tables of states and of contexts. */
export function prepare(): void {
  for (let symbol: u32 = 0; symbol < 2; symbol++)
    for (let index: u32 = 0; index < STATE_COUNT; index++) {
      const at = stateAt(index, symbol);
      const probability = load<u16>(PROBABILITIES + 2 * index);
      store<u64>(at, <u64>probability << 48);
      store<u32>(at, symbol, MORE_PROBABLE);
      store<u32>(at, <u32>at, STATE);
      store<u32>(at, <u32>stateAt(load<u8>(AFTER_MORE + index), symbol), NEXT_MORE);
      // Column SWITCH: at about equal probability the other symbol becomes the more probable one.
      const isSwitched = index == 0 || index == 6 || index == 14;
      const other = isSwitched ? 1 - symbol : symbol;
      store<u32>(at, <u32>stateAt(load<u8>(AFTER_LESS + index), other), NEXT_LESS);
    }
  for (let neighbours: u32 = 0; neighbours < 512; neighbours++) {
    const across = bit(neighbours, 3) + bit(neighbours, 5);
    const down = bit(neighbours, 1) + bit(neighbours, 7);
    const diagonal = bit(neighbours, 0) + bit(neighbours, 2) + bit(neighbours, 6) + bit(neighbours, 8);
    store<u8>(ZERO_CODING + neighbours, zeroCoding(across, down, diagonal));
    store<u8>(ZERO_CODING + 512 + neighbours, zeroCoding(down, across, diagonal));
    store<u8>(ZERO_CODING + 1024 + neighbours, zeroCoding(across, down, diagonal));
    store<u8>(ZERO_CODING + 1536 + neighbours, diagonalCoding(across + down, diagonal));
  }
  for (let signs: u32 = 0; signs < 256; signs++) store<u8>(SIGN_CODING + signs, signCoding(signs));
}

@inline
function stateAt(index: u32, symbol: u32): usize {
  return STATES + STATE_SIZE * (index + symbol * STATE_COUNT);
}

@inline
function bit(value: u32, place: u32): u32 {
  return (value >> place) & 1;
}

/** Table D.1 for LL and LH. For HL the caller exchanges `across` and `down`. */
function zeroCoding(across: u32, down: u32, diagonal: u32): u8 {
  let context: u32 = 8;
  if (across == 1) context = down > 0 ? 7 : diagonal > 0 ? 6 : 5;
  else if (across == 0) context = down > 0 ? 2 + down : min<u32>(diagonal, 2);
  return <u8>(context * <u32>CONTEXT_SIZE);
}

/** Table D.1 for HH. `others` counts the horizontal and vertical neighbours. */
function diagonalCoding(others: u32, diagonal: u32): u8 {
  let context: u32 = 8;
  if (diagonal == 2) context = others > 0 ? 7 : 6;
  else if (diagonal < 2) context = 3 * diagonal + min<u32>(others, 2);
  return <u8>(context * <u32>CONTEXT_SIZE);
}

/**
 * Tables D.2 and D.3. In `signs`, bits 1, 3, 5 and 7 say that the neighbours above, left, right and below are significant; bits
 * 0, 2, 4 and 6 say that the neighbours left, right, above and below are negative.
 */
function signCoding(signs: u32): u8 {
  const across = contribution(signs, 3, 0) + contribution(signs, 5, 2);
  const down = contribution(signs, 1, 4) + contribution(signs, 7, 6);
  const h = across < 0 ? -1 : across > 0 ? 1 : 0;
  const v = down < 0 ? -1 : down > 0 ? 1 : 0;
  const isFlipped = h < 0 || (h == 0 && v < 0);
  const context = h == 0 ? (v == 0 ? 9 : 10) : 12 + h * v;
  return <u8>((context - 9) * <i32>CONTEXT_SIZE) | (isFlipped ? 1 : 0);
}

function contribution(signs: u32, significant: u32, negative: u32): i32 {
  if (!bit(signs, significant)) return 0;
  return bit(signs, negative) ? -1 : 1;
}

/** Resets all contexts to their states at the start of a code-block (table D.7). */
export function resetContexts(): void {
  for (let context: u32 = 0; context < 19; context++)
    setContext(context, context == 0 ? 4 : context == 17 ? 3 : context == 18 ? 46 : 0);
}

function setContext(context: u32, state: u32): void {
  v128.store(CONTEXTS + (<usize>context) * CONTEXT_SIZE, v128.load(stateAt(state, 0)));
}
