import { createKernel, growMemory, type Kernel } from '../kernels/kernel.ts';

/** `kernels/assembly/jpeg2000.ts`, which describes the functions. */
export interface TileKernel extends Kernel {
  prepare(): void;
  decodePasses(
    ...args: [
      ...[bytes: number, segments: number, count: number],
      ...[width: number, height: number, kind: number, planes: number, style: number],
    ]
  ): number;
  placeBlock(
    ...args: [width: number, height: number, to: number, pitch: number, shift: number, step: number]
  ): void;
  undoWavelet(
    ...args: [
      ...[lowLow: number, highLow: number, lowHigh: number, highHigh: number],
      ...[width: number, height: number, left: number, top: number, reversible: number],
      ...[to: number, scratch: number],
    ]
  ): void;
  writeSamples(
    ...args: [
      ...[planes: number, components: number, width: number, height: number, reversible: number],
      ...[transform: number, shift: number, least: number, most: number, size: number],
      ...[to: number, pitch: number],
    ]
  ): void;
}

/** The start of the host's part of the kernel's memory, as in `places.ts`. */
const HEAP = 0xe010;

export const tileKernel = createKernel<TileKernel>(
  async () => (await import('../kernels/jpeg2000.ts')).JPEG2000,
  (one) => {
    growMemory(one.memory, HEAP);
    one.prepare();
  },
);

/** Allocates the kernel's memory in sequence. */
export class Heap {
  readonly kernel: TileKernel;
  #next = HEAP;

  constructor(one: TileKernel) {
    this.kernel = one;
  }

  /** Allocates bytes at a multiple of 16, and returns their address. Throws RangeError if memory runs out. */
  take(bytes: number): number {
    const at = this.#next;
    this.#next += Math.ceil(bytes / 16) * 16;
    growMemory(this.kernel.memory, this.#next);
    return at;
  }

  /** Releases the memory that was allocated during some work. */
  during<T>(work: () => T): T {
    const before = this.#next;
    const result = work();
    this.#next = before;
    return result;
  }
}
