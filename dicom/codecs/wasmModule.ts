import { requireWebAssembly } from '../kernels/webAssemblyRefused.ts';

/** A codec's WebAssembly module, reused between frames. */
export interface WasmModule<M> {
  load(): Promise<M>;
  /** Drops the module, so that the next `load` starts a new one with new memory. */
  drop(): void;
}

/**
 * Starts a codec's WebAssembly module on first use, and again after a failed start or a drop.
 * @throws WebAssemblyRefused from `load` if the page's policy forbids WebAssembly
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
