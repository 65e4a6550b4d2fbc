/** Reads parts of a file that is in memory, in S3 or behind HTTP `Range` requests. */
export interface RangeReader {
  /** Bytes in the whole file. */
  readonly size: number;
  /** Returns up to `length` bytes from `offset`; fewer at the end of the file. */
  read(offset: number, length: number): Promise<Uint8Array>;
}

/** Creates a reader of bytes in memory. It returns views, not copies. */
export const bytesReader = (bytes: Uint8Array): RangeReader => ({
  size: bytes.length,
  read: (offset, length) => Promise.resolve(bytes.subarray(offset, Math.min(bytes.length, offset + length))),
});

/**
 * Wraps a reader so that it returns plain `Uint8Array`s of at most the requested length. The `slice` of a Node `Buffer`
 * does not copy, so a decoder would write into the caller's bytes.
 */
export const plainReader = (reader: RangeReader): RangeReader => ({
  size: reader.size,
  read: async (offset, length) => {
    const { buffer, byteOffset, byteLength } = await reader.read(offset, length);
    return new Uint8Array(buffer, byteOffset, Math.min(byteLength, length));
  },
});
