import { requireWebAssembly } from './webAssemblyRefused.ts';

/**
 * True where esbuild bundles this (`define: { DICOM_BUNDLED_WASM: 'true' }`) with a loader for `.wasm`: `binary` puts the
 * bytes into the bundle, `file` beside it. Anywhere else it is undefined, and a codec's script finds its own binary.
 */
declare const DICOM_BUNDLED_WASM: boolean | undefined;

/** An Emscripten factory, as the codec packages export it. */
type Factory<M> = (options: {
  wasmBinary?: Uint8Array;
  print?: () => void;
  printErr?: () => void;
}) => Promise<M>;

/** A codec's WebAssembly module, held between frames. */
export interface WasmModule<M> {
  load(): Promise<M>;
  /** Forgets the module, so that the next `load` starts a new one with a memory of its own. */
  drop(): void;
}

/**
 * Starts a codec's WebAssembly module once, on first need; again after a start that failed, or once it was dropped.
 * @param script the module's glue
 * @param binary the module itself; asked for only in bundles: bytes, or where they are, with their integrity
 *   (`sha384-…`, W3C Subresource Integrity) as the fragment where the bundle knows it
 * @throws WebAssemblyRefused, from `load`, where the page's policy allows none
 */
export function wasmModule<M>(
  script: () => Promise<{ default: unknown }>,
  binary: () => Promise<{ default: unknown }>,
): WasmModule<M> {
  let started: Promise<M> | undefined;
  const start = async (): Promise<M> => {
    requireWebAssembly();
    const factory = (await script()).default as Factory<M>;
    // Its complaints go to the console otherwise, where a log would keep them.
    const quiet = { print: () => undefined, printErr: () => undefined };
    if (typeof DICOM_BUNDLED_WASM === 'undefined') return factory(quiet);
    return factory({ ...quiet, wasmBinary: await bytesOf((await binary()).default as Uint8Array | string) });
  };
  const drop = () => {
    started = undefined;
  };
  const load = () =>
    (started ??= start().catch((cause: unknown) => {
      drop();
      throw cause;
    }));
  return { load, drop };
}

async function bytesOf(source: Uint8Array | string): Promise<Uint8Array> {
  if (typeof source !== 'string') return source;
  const [path = '', integrity] = source.split('#');
  const answer = await fetch(new URL(path, import.meta.url), integrity === undefined ? {} : { integrity });
  if (!answer.ok) throw new Error(`The codec at ${path} could not be loaded: HTTP ${answer.status}.`);
  return new Uint8Array(await answer.arrayBuffer());
}
