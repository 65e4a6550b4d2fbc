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
 * Starts a codec by the script that its package brings.
 * @param binary the module itself; asked for only in bundles
 */
export const packagedModule =
  <M>(script: () => Promise<{ default: unknown }>, binary: Binary) =>
  async (): Promise<M> => {
    // Both at once: neither waits for the other over the net.
    const bundled = typeof DICOM_BUNDLED_WASM !== 'undefined';
    const [{ default: factory }, wasmBinary] = await Promise.all([
      script(),
      bundled ? bytesOf(binary) : undefined,
    ]);
    // Its complaints go to the console otherwise, where a log would keep them.
    const quiet = { print: () => undefined, printErr: () => undefined };
    return (factory as Factory<M>)(wasmBinary ? { ...quiet, wasmBinary } : quiet);
  };
