import { requireWebAssembly } from '../kernels/webAssemblyRefused.ts';

/** A codec's WebAssembly module, held between frames. */
export interface WasmModule<M> {
  load(): Promise<M>;
  /** Forgets the module, so that the next `load` starts a new one with a memory of its own. */
  drop(): void;
}

/**
 * Starts a codec's WebAssembly module once, on first need; again after a start that failed, or once it was dropped.
 * @throws WebAssemblyRefused, from `load`, where the page's policy allows none
 */
export function wasmModule<M>(start: () => Promise<M>): WasmModule<M> {
  let started: Promise<M> | undefined;
  const begin = async (): Promise<M> => {
    requireWebAssembly();
    return start();
  };
  const drop = () => {
    started = undefined;
  };
  const load = () =>
    (started ??= begin().catch((cause: unknown) => {
      drop();
      throw cause;
    }));
  return { load, drop };
}
