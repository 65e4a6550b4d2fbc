import type { RangeReader } from '../../../dicom/rangeReader.ts';

/** What a reader holds in memory. */
export interface CachedBytes {
  readonly bytes: number;
  /** At most this many; 0 lets go of all. */
  limit: number;
}

/** Encoded frames of one file. */
const LIMIT_BYTES = 48 * 1024 * 1024;

/** Keeps what was read last, so that a frame that was let go decoded is not asked for again. */
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
    set limit(most: number) {
      limit = most;
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
