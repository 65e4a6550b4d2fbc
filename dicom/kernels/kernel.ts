import { requireWebAssembly } from './webAssemblyRefused.ts';

/** An instance of a WebAssembly module from `assembly/`. It imports nothing, and the host lays out its memory. */
export interface Kernel {
  memory: WebAssembly.Memory;
}

/** A kernel that is started on first use, and again after `drop`. */
export interface StartedKernel<K extends Kernel> {
  load(): Promise<K>;
  /** Releases the instance and its memory. */
  drop(): void;
  /** Releases it after a few seconds without use: growing a new memory takes as long as decoding an image. */
  dropSoon(): void;
}

/** Long enough for the next image of a batch, or of a stack that a user scrolls through. */
const SOON_MS = 5000;

/**
 * Creates a kernel that is compiled on first use.
 * @param text loads the module in base64, which `npm run kernels` compiles from `assembly/`
 * @param prepare initialises each new instance
 * @throws WebAssemblyRefused from `load` if the page's policy forbids WebAssembly
 */
export function createKernel<K extends Kernel>(
  text: () => Promise<string>,
  prepare: (kernel: K) => void,
): StartedKernel<K> {
  let compiled: Promise<WebAssembly.Module> | undefined;
  let started: Promise<K> | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const compile = async (): Promise<WebAssembly.Module> => {
    requireWebAssembly();
    const bytes = Uint8Array.from(atob(await text()), (character) => character.charCodeAt(0));
    return WebAssembly.compile(bytes);
  };
  const start = async (): Promise<K> => {
    const { exports } = await WebAssembly.instantiate(await (compiled ??= compile()), {});
    const one = exports as unknown as K;
    prepare(one);
    return one;
  };
  const drop = () => {
    started = undefined;
  };
  const dropSoon = () => {
    clearTimeout(timer);
    timer = setTimeout(drop, SOON_MS);
    // The timer must not keep a Node process alive.
    if (typeof timer === 'object') timer.unref();
  };
  const load = () => {
    clearTimeout(timer);
    return (started ??= start().catch((cause: unknown) => {
      compiled = undefined;
      drop();
      throw cause;
    }));
  };
  return { load, drop, dropSoon };
}

/** Grows a memory to at least the given size. Throws RangeError if there is not enough memory. */
export function growMemory(memory: WebAssembly.Memory, bytes: number): void {
  const missing = bytes - memory.buffer.byteLength;
  if (missing > 0) memory.grow(Math.ceil(missing / 65_536));
}
