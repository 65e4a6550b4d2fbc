/** The smallest module: magic and version (WebAssembly core specification, 5.5.16). */
const EMPTY_MODULE = new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]);

/** The page's Content Security Policy blocks WebAssembly (CSP3 4.4.2): the page is at fault, not the file. */
export class WebAssemblyRefused extends Error {
  override readonly name = 'WebAssemblyRefused';

  constructor(cause: unknown) {
    super(
      "This page's Content Security Policy forbids WebAssembly, which decodes this image. " +
        "Add 'wasm-unsafe-eval' to script-src.",
      { cause },
    );
  }
}

/** @throws WebAssemblyRefused if modules cannot be compiled */
export function requireWebAssembly(): void {
  try {
    new WebAssembly.Module(EMPTY_MODULE);
  } catch (cause) {
    throw new WebAssemblyRefused(cause);
  }
}
