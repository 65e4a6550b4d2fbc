import type { RangeReader } from '../../../dicom/rangeReader.ts';

/** The memory used by a caching reader. */
export interface CachedBytes {
  readonly bytes: number;
  /** The maximum number of bytes; 0 clears the cache. */
  limit: number;
}

/** The default limit for the encoded frames of a file. */
const LIMIT_BYTES = 48 * 1024 * 1024;

/** Creates a reader that caches ranges, so that a frame evicted from the cache of decoded frames is not fetched again. */
export function createCachingReader(reader: RangeReader): RangeReader & CachedBytes {
  const ranges = new Map<string, Uint8Array>();
  let bytes = 0;
  let limit = LIMIT_BYTES;
  const trim = (): void => {
    for (const [key, range] of ranges) {
      if (bytes <= limit) return;
      bytes -= range.byteLength;
      ranges.delete(key);
    }
  };
  return {
    size: reader.size,
    get bytes() {
      return bytes;
    },
    get limit() {
      return limit;
    },
    set limit(maximum: number) {
      limit = maximum;
      trim();
    },
    read: async (offset, length) => {
      const key = `${offset}+${length}`;
      const known = ranges.get(key);
      if (known) return known;
      const range = await reader.read(offset, length);
      if (range.byteLength <= limit && !ranges.has(key)) {
        ranges.set(key, range);
        bytes += range.byteLength;
        trim();
      }
      return range;
    },
  };
}
