/** Reads parts of a file, wherever it lies: in memory, in S3, or behind HTTP `Range`. */
export interface RangeReader {
  /** Bytes in the whole file. */
  readonly size: number;
  /** The bytes from `offset`, as many as asked for or as there are. */
  read(offset: number, length: number): Promise<Uint8Array>;
}

/** A reader over bytes that are at hand; answers are views, not copies. */
export const bytesReader = (bytes: Uint8Array): RangeReader => ({
  size: bytes.length,
  read: (offset, length) => Promise.resolve(bytes.subarray(offset, Math.min(bytes.length, offset + length))),
});

/**
 * The same reader, answering with plain `Uint8Array`s, no longer than asked for: the `slice` of a Node `Buffer` is no
 * copy, so that a decoder would write into the caller's bytes.
 */
export const plainReader = (reader: RangeReader): RangeReader => ({
  size: reader.size,
  read: async (offset, length) => {
    const { buffer, byteOffset, byteLength } = await reader.read(offset, length);
    return new Uint8Array(buffer, byteOffset, Math.min(byteLength, length));
  },
});
