import { bytesOf, type Binary } from './binary.ts';

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

/**
 * Starts a codec with the script of its package.
 * @param binary the WebAssembly module, which only bundles load separately
 */
export const packagedModule =
  <M>(script: () => Promise<{ default: unknown }>, binary: Binary) =>
  async (): Promise<M> => {
    // Load both in parallel.
    const bundled = typeof DICOM_BUNDLED_WASM !== 'undefined';
    const [{ default: factory }, wasmBinary] = await Promise.all([
      script(),
      bundled ? bytesOf(binary) : undefined,
    ]);
    // Otherwise its messages go to the console, and into logs.
    const quiet = { print: () => undefined, printErr: () => undefined };
    return (factory as Factory<M>)(wasmBinary ? { ...quiet, wasmBinary } : quiet);
  };
