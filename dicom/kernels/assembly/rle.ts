/**
 * Unpacks a PackBits segment (PS3.5 G.3.2) to `length` bytes. It may overwrite up to 15 bytes after them, and read up to 15
 * bytes after the segment.
 * @returns false if the segment is too short
 */
export function unpack(start: usize, end: usize, to: usize, length: usize): bool {
  const limit = to + length;
  let from = start;
  let out = to;
  while (out < limit && from < end) {
    const control = <usize>load<u8>(from++);
    if (control < 128) {
      const size = min(min(control + 1, end - from), limit - out);
      for (let at: usize = 0; at < size; at += 16) v128.store(out + at, v128.load(from + at));
      from += size;
      out += size;
    } else if (control > 128) {
      const size = min(<usize>257 - control, limit - out);
      const value = i8x16.splat(load<i8>(from++));
      for (let at: usize = 0; at < size; at += 16) v128.store(out + at, value);
      out += size;
    }
  }
  return out == limit;
}

/** Interleaves two planes. */
export function weaveTwo(first: usize, second: usize, to: usize, count: usize): void {
  for (let at: usize = 0; at < count; at += 16) {
    const one = v128.load(first + at);
    const other = v128.load(second + at);
    const out = to + at * 2;
    v128.store(out, i8x16.shuffle(one, other, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23));
    v128.store(out, i8x16.shuffle(one, other, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31), 16);
  }
}

/** Interleaves three planes. */
export function weaveThree(first: usize, second: usize, third: usize, to: usize, count: usize): void {
  for (let at: usize = 0; at < count; at += 16) {
    const a = v128.load(first + at);
    const b = v128.load(second + at);
    const c = v128.load(third + at);
    const out = to + at * 3;
    const ab0 = i8x16.shuffle(a, b, 0, 16, 0, 1, 17, 0, 2, 18, 0, 3, 19, 0, 4, 20, 0, 5);
    v128.store(out, i8x16.shuffle(ab0, c, 0, 1, 16, 3, 4, 17, 6, 7, 18, 9, 10, 19, 12, 13, 20, 15));
    const ab1 = i8x16.shuffle(a, b, 21, 0, 6, 22, 0, 7, 23, 0, 8, 24, 0, 9, 25, 0, 10, 26);
    v128.store(out, i8x16.shuffle(ab1, c, 0, 21, 2, 3, 22, 5, 6, 23, 8, 9, 24, 11, 12, 25, 14, 15), 16);
    const ab2 = i8x16.shuffle(a, b, 0, 11, 27, 0, 12, 28, 0, 13, 29, 0, 14, 30, 0, 15, 31, 0);
    v128.store(out, i8x16.shuffle(ab2, c, 26, 1, 2, 27, 4, 5, 28, 7, 8, 29, 10, 11, 30, 13, 14, 31), 32);
  }
}

/** Writes one plane to every `step`-th byte. */
export function weave(plane: usize, to: usize, step: usize, count: usize): void {
  let out = to;
  for (let at: usize = 0; at < count; at++) {
    store<u8>(out, load<u8>(plane + at));
    out += step;
  }
}
