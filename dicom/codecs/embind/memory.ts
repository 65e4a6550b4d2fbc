/** A module's memory and functions, as its imports need them; views are made anew because the memory may grow. */
export class Memory {
  memory!: WebAssembly.Memory;
  table!: WebAssembly.Table;

  get bytes(): Uint8Array {
    return new Uint8Array(this.memory.buffer);
  }

  word(pointer: number): number {
    return new DataView(this.memory.buffer).getUint32(pointer, true);
  }

  setWord(pointer: number, value: number): void {
    new DataView(this.memory.buffer).setUint32(pointer, value, true);
  }

  words(pointer: number, count: number): number[] {
    return Array.from({ length: count }, (_, index) => this.word(pointer + 4 * index));
  }

  /** Text that ends with a zero. */
  text(pointer: number): string {
    const { bytes } = this;
    let text = '';
    for (let at = pointer; bytes[at] !== 0; at++) text += String.fromCharCode(bytes[at]!);
    return text;
  }

  call(index: number, ...values: number[]): number {
    return (this.table.get(index) as (...values: number[]) => number)(...values);
  }
}

const MOST_BYTES = 2 ** 31;
const PAGE = 65_536;

/** The C library's questions to its host: memory to copy and to grow, and a console that keeps silent. */
export const systemImports = (memory: Memory): Record<string, (...values: number[]) => unknown> => ({
  // An exception of C++ is a bare number, the pointer to it: that is how callers tell it from a trap.
  cxa_throw: (pointer) => {
    // eslint-disable-next-line @typescript-eslint/only-throw-error -- See above.
    throw pointer;
  },
  abort_js: () => {
    throw new WebAssembly.RuntimeError('The codec gave up.');
  },
  emscripten_memcpy_js: (to, from, length) => {
    memory.bytes.copyWithin(to, from, from + length);
  },
  emscripten_get_heap_max: () => MOST_BYTES,
  emscripten_resize_heap: (asked) => grow(memory.memory, asked >>> 0),
  environ_get: () => 0,
  environ_sizes_get: (count, size) => {
    memory.setWord(count, 0);
    memory.setWord(size, 0);
    return 0;
  },
  // WASI's numbers for 'not supported' and 'not seekable'.
  fd_close: () => 52,
  fd_seek: () => 70,
  fd_write: (_file, vectors, count, written) => {
    let length = 0;
    for (let index = 0; index < count; index++) length += memory.word(vectors + 8 * index + 4);
    memory.setWord(written, length);
    return 0;
  },
});

/** As Emscripten grows: a fifth more than there is where that is more than was asked for, then less, then what must be. */
function grow(memory: WebAssembly.Memory, asked: number): boolean {
  const before = memory.buffer.byteLength;
  if (asked > MOST_BYTES) return false;
  for (const share of [0.2, 0.1, 0.05]) {
    const wanted = Math.max(asked, Math.min(before * (1 + share), asked + 100_663_296));
    try {
      memory.grow(Math.ceil((Math.min(MOST_BYTES, wanted) - before) / PAGE));
      return true;
    } catch {
      // It was too much: the next try asks for less, and in the end `malloc` is told.
    }
  }
  return false;
}
