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
