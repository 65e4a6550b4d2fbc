import { createKernel, growMemory, type Kernel } from '../kernels/kernel.ts';

/** `kernels/assembly/jpeg2000.ts`; see there what each does. */
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

/** Where the host's part of the kernel's memory begins, as `places.ts` has it. */
const HEAP = 0xe010;

export const tileKernel = createKernel<TileKernel>(
  async () => (await import('../kernels/jpeg2000.ts')).JPEG2000,
  (one) => {
    growMemory(one.memory, HEAP);
    one.prepare();
  },
);

/** Hands out the kernel's memory, piece after piece. */
export class Heap {
  readonly kernel: TileKernel;
  #next = HEAP;

  constructor(one: TileKernel) {
    this.kernel = one;
  }

  /** @returns where so many bytes are, at a multiple of 16. Throws RangeError where there is no memory. */
  take(bytes: number): number {
    const at = this.#next;
    this.#next += Math.ceil(bytes / 16) * 16;
    growMemory(this.kernel.memory, this.#next);
    return at;
  }

  /** Gives back what was taken during some work. */
  during<T>(work: () => T): T {
    const before = this.#next;
    const result = work();
    this.#next = before;
    return result;
  }
}
