import { requireWebAssembly } from './webAssemblyRefused.ts';

/** A WebAssembly module of ours: it imports nothing, and its memory is the host's to lay out. */
export interface Kernel {
  memory: WebAssembly.Memory;
}

/** A kernel that is started on first need, and again after `drop`. */
export interface StartedKernel<K extends Kernel> {
  load(): Promise<K>;
  /** Gives its memory back. */
  drop(): void;
  /** The same, unless it is loaded again soon: a memory that grows anew costs as much time as an image's work. */
  dropSoon(): void;
}

/** Long enough for the next image of a batch, or of a stack that a reader moves through. */
const SOON_MS = 5000;

/**
 * @param text asks for the module in base64; `npm run kernels` writes it from `assembly/`
 * @param prepare is called once with each new instance
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
    // No process waits for it.
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

/** Makes a memory at least so long. Throws RangeError where there is not so much. */
export function growMemory(memory: WebAssembly.Memory, bytes: number): void {
  const missing = bytes - memory.buffer.byteLength;
  if (missing > 0) memory.grow(Math.ceil(missing / 65_536));
}
