/** A codec's WebAssembly module as a bundle has it: the bytes, or the address of a file beside the bundle. */
export type Binary = () => Promise<{ default: unknown }>;

/** The integrity of each codec by its file's name (W3C Subresource Integrity); the site's build defines it. */
declare const DICOM_CODEC_INTEGRITY: Readonly<Record<string, string>> | undefined;

/** Returns the bytes of a codec, and fetches them where they are not in the bundle. */
export async function bytesOf(binary: Binary): Promise<Uint8Array> {
  const source = (await binary()).default as Uint8Array | string;
  return typeof source === 'string' ? new Uint8Array(await (await fetchCodec(source)).arrayBuffer()) : source;
}

/** Fetches a codec, with its integrity where the bundle knows it. */
async function fetchCodec(path: string): Promise<Response> {
  const integrity =
    typeof DICOM_CODEC_INTEGRITY === 'undefined'
      ? undefined
      : DICOM_CODEC_INTEGRITY[path.slice(path.lastIndexOf('/') + 1)];
  const response = await fetch(new URL(path, import.meta.url), integrity === undefined ? {} : { integrity });
  if (!response.ok) throw new Error(`The codec at ${path} could not be loaded: HTTP ${response.status}.`);
  return response;
}
