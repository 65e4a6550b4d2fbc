import type { RangeReader } from '../../../dicom/rangeReader.ts';

/** Reads a file of the page by parts: the browser keeps its bytes, on disk where it likes. */
export const blobReader = (blob: Blob): RangeReader => ({
  size: blob.size,
  read: async (offset, length) => new Uint8Array(await blob.slice(offset, offset + length).arrayBuffer()),
});
