import { VALUES } from './places';
import { pitchOf } from './wavelet';

/** The multiple component transformations (ITU T.800 G). */
const NONE: u32 = 0;
const REVERSIBLE: u32 = 1;

/**
 * Writes a tile's components as samples, interleaved by pixel. Undoes their transform, shifts their level (G.1) and clamps them.
 * @param planes the address of each component, as u32
 * @param reversible a bit for each component, from the lowest bit on: integers if it is set, otherwise floats
 * @param transform 0 for none, 1 for the reversible one (G.2), 2 for the irreversible one (G.3)
 * @param shift the level shift
 * @param least the minimum of the range; `most` is its maximum
 * @param size bytes of a sample: 1 or 2
 * @param pitch bytes from a row of the image to the next
 */
export function writeSamples(
  planes: usize, components: u32, width: u32, height: u32, reversible: u32, transform: u32, shift: i32,
  least: i32, most: i32, size: u32, to: usize, pitch: usize,
): void {
  const from = pitchOf(width);
  for (let row: u32 = 0; row < height; row++, to += pitch) {
    const offset = from * <usize>row;
    if (transform != NONE) undoTransform(planes, offset, width, transform == REVERSIBLE);
    if (components == 1) writeGrey(<usize>load<u32>(planes) + offset, width, (reversible & 1) != 0, shift, least, most, size, to);
    else
      for (let component: u32 = 0; component < components; component++)
        writeComponent(<usize>load<u32>(planes + 4 * component) + offset, width, ((reversible >> component) & 1) != 0, shift, least, most, size, components, to + component * size);
  }
}

/** Undoes the component transform in place, so that the components are red, green and blue. */
function undoTransform(planes: usize, offset: usize, width: u32, reversible: bool): void {
  const first = <usize>load<u32>(planes) + offset;
  const second = <usize>load<u32>(planes, 4) + offset;
  const third = <usize>load<u32>(planes, 8) + offset;
  const bytes = <usize>width << 2;
  for (let at: usize = 0; at < bytes; at += 16) {
    const luminance = v128.load(first + at);
    const blue = v128.load(second + at);
    const red = v128.load(third + at);
    if (reversible) {
      const green = i32x4.sub(luminance, i32x4.shr_s(i32x4.add(blue, red), 2));
      v128.store(first + at, i32x4.add(red, green));
      v128.store(second + at, green);
      v128.store(third + at, i32x4.add(blue, green));
    } else {
      const fromBlue = f32x4.mul(blue, f32x4.splat(0.344136));
      const fromRed = f32x4.mul(red, f32x4.splat(0.714136));
      v128.store(first + at, f32x4.add(luminance, f32x4.mul(red, f32x4.splat(1.402))));
      v128.store(second + at, f32x4.sub(f32x4.sub(luminance, fromBlue), fromRed));
      v128.store(third + at, f32x4.add(luminance, f32x4.mul(blue, f32x4.splat(1.772))));
    }
  }
}

/** Returns four samples, level-shifted and clamped. */
@inline
function levels(at: usize, reversible: bool, shift: v128, least: v128, most: v128): v128 {
  const values = v128.load(at);
  const whole = reversible ? values : i32x4.trunc_sat_f32x4_s(f32x4.nearest(values));
  return i32x4.max_s(i32x4.min_s(i32x4.add(whole, shift), most), least);
}

function writeGrey(
  from: usize, width: u32, reversible: bool, shift: i32, least: i32, most: i32, size: u32, to: usize,
): void {
  const shifts = i32x4.splat(shift);
  const leasts = i32x4.splat(least);
  const mosts = i32x4.splat(most);
  const whole = width & ~7;
  for (let x: u32 = 0; x < whole; x += 8, from += 32)
    writeEight(from, reversible, shifts, leasts, mosts, size, to + x * size);
  // The bytes after the row may belong to another tile.
  const rest = width - whole;
  if (rest == 0) return;
  writeEight(from, reversible, shifts, leasts, mosts, size, VALUES);
  memory.copy(to + whole * size, VALUES, rest * size);
}

@inline
function writeEight(
  from: usize, reversible: bool, shift: v128, least: v128, most: v128, size: u32, to: usize,
): void {
  const first = levels(from, reversible, shift, least, most);
  const second = levels(from + 16, reversible, shift, least, most);
  // Takes the lower halves, signed or not.
  const words = i8x16.shuffle(first, second, 0, 1, 4, 5, 8, 9, 12, 13, 16, 17, 20, 21, 24, 25, 28, 29);
  if (size == 2) v128.store(to, words);
  else {
    const bytes = i8x16.shuffle(words, words, 0, 2, 4, 6, 8, 10, 12, 14, 0, 2, 4, 6, 8, 10, 12, 14);
    store<u64>(to, i64x2.extract_lane(bytes, 0));
  }
}

function writeComponent(
  from: usize, width: u32, reversible: bool, shift: i32, least: i32, most: i32, size: u32, components: u32,
  to: usize,
): void {
  const shifts = i32x4.splat(shift);
  const leasts = i32x4.splat(least);
  const mosts = i32x4.splat(most);
  const step: usize = components * size;
  for (let x: u32 = 0; x < width; x += 4, from += 16) {
    const four = levels(from, reversible, shifts, leasts, mosts);
    const count = min<u32>(4, width - x);
    put(to, i32x4.extract_lane(four, 0), size);
    if (count > 1) put(to + step, i32x4.extract_lane(four, 1), size);
    if (count > 2) put(to + 2 * step, i32x4.extract_lane(four, 2), size);
    if (count > 3) put(to + 3 * step, i32x4.extract_lane(four, 3), size);
    to += 4 * step;
  }
}

@inline
function put(to: usize, value: i32, size: u32): void {
  if (size == 2) store<u16>(to, <u16>value);
  else store<u8>(to, <u8>value);
}
