import { begin, encodeBlock, encodeFlat, finish, makeRoom } from './encodeBlock';
import { FLOATS } from './places';
import { putRow } from './transform';
import { putLuminanceAndChrominance } from './toYcbcr';

export { prepare } from './encodeBlock';

/** Codes the scan of a grey image. Returns the address after it, or 0 if the memory cannot grow. */
export function encodeGrey(from: usize, width: usize, height: usize, out: usize): usize {
  begin(out);
  const across = (width + 7) >> 3;
  let dc = 0;
  for (let y: usize = 0; y < height; y += 8) {
    if (!makeRoom(across)) return 0;
    for (let x: usize = 0; x < width; x += 8) {
      if (x + 8 <= width) dc = greyBlock(from + y * width + x, width, min(height - y, 8), dc);
      else {
        narrowBlock(from, width, x, y, height);
        dc = encodeBlock(0, dc);
      }
    }
  }
  return finish();
}

/** Codes a block that is 8 columns wide. Rows below the image repeat its last row. */
@inline
function greyBlock(from: usize, width: usize, rows: usize, dc: i32): i32 {
  const first = load<u64>(from);
  let differences = first ^ (<u64>load<u8>(from) * 0x0101010101010101);
  for (let row: usize = 1; row < rows; row++) differences |= first ^ load<u64>(from + row * width);
  if (differences == 0) return encodeFlat(0, dc, <i32>load<u8>(from) - 128);
  const half = i16x8.splat(128);
  for (let row: usize = 0; row < 8; row++)
    putRow(i16x8.sub(v128.load8x8_u(from + min(row, rows - 1) * width), half), FLOATS + row * 32);
  return encodeBlock(0, dc);
}

/** Loads a block at the right edge of the image. Columns beyond the edge repeat the last column. */
function narrowBlock(from: usize, width: usize, x: usize, y: usize, height: usize): void {
  for (let row: usize = 0; row < 8; row++) {
    const line = from + min(y + row, height - 1) * width;
    for (let column: usize = 0; column < 8; column++) {
      const level = <i32>load<u8>(line + min(x + column, width - 1));
      store<f32>(FLOATS + row * 32 + column * 4, <f32>(level - 128));
    }
  }
}

/**
 * Codes the scan of an RGB image as YCbCr without subsampling. Returns the address after it, or 0 if the memory cannot grow.
 * @param strips room for 8 rows of three planes; a row has `width` i16, rounded up to a multiple of 16
 */
export function encodeRgb(from: usize, width: usize, height: usize, strips: usize, out: usize): usize {
  begin(out);
  const across = (width + 7) >> 3;
  const stride = ((width + 15) >> 4) << 5;
  const plane = stride * 8;
  let dcY = 0;
  let dcCb = 0;
  let dcCr = 0;
  for (let y: usize = 0; y < height; y += 8) {
    if (!makeRoom(across * 3)) return 0;
    for (let row: usize = 0; row < 8; row++) {
      const line = from + min(y + row, height - 1) * width * 3;
      putLuminanceAndChrominance(line, width, strips + row * stride, plane);
    }
    for (let at = strips; at < strips + across * 16; at += 16) {
      dcY = planeBlock(at, stride, 0, dcY);
      dcCb = planeBlock(at + plane, stride, 1, dcCb);
      dcCr = planeBlock(at + plane * 2, stride, 1, dcCr);
    }
  }
  return finish();
}

@inline
function planeBlock(at: usize, stride: usize, table: usize, dc: i32): i32 {
  const level = <i32>load<i16>(at);
  const flat = i16x8.splat(<i16>level);
  let differences = v128.xor(v128.load(at), flat);
  for (let row: usize = 1; row < 8; row++)
    differences = v128.or(differences, v128.xor(v128.load(at + stride * row), flat));
  if (!v128.any_true(differences)) return encodeFlat(table, dc, level);
  for (let row: usize = 0; row < 8; row++) putRow(v128.load(at + stride * row), FLOATS + row * 32);
  return encodeBlock(table, dc);
}
