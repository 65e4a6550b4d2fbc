/** A codec's binary as a bundle has it: bytes, or where they are. */
export type Binary = () => Promise<{ default: unknown }>;

/** The bytes of a codec. */
export async function bytesOf(binary: Binary): Promise<Uint8Array> {
  const source = (await binary()).default as Uint8Array | string;
  return typeof source === 'string' ? new Uint8Array(await (await answered(source)).arrayBuffer()) : source;
}

/** The codec compiled, while it still comes in where it comes over the net as what it is. */
export async function compiled(binary: Binary): Promise<WebAssembly.Module> {
  const source = (await binary()).default as Uint8Array<ArrayBuffer> | string;
  if (typeof source !== 'string') return WebAssembly.compile(source);
  const answer = await answered(source);
  return answer.headers.get('content-type') === 'application/wasm'
    ? WebAssembly.compileStreaming(answer)
    : WebAssembly.compile(await answer.arrayBuffer());
}

/** Asks for a codec with its integrity (`sha384-…`, W3C Subresource Integrity), the fragment where the bundle knows it. */
async function answered(source: string): Promise<Response> {
  const [path = '', integrity] = source.split('#');
  const answer = await fetch(new URL(path, import.meta.url), integrity === undefined ? {} : { integrity });
  if (!answer.ok) throw new Error(`The codec at ${path} could not be loaded: HTTP ${answer.status}.`);
  return answer;
}
