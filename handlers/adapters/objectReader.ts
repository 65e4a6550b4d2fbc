import type { RangeReader } from '../../dicom/index.ts';
import { readRange } from './objects.ts';

/** Bytes per S3 request for small reads. Headers are read in small steps, and a block is small compared to a frame. */
const BLOCK = 1 << 18;
const CACHED_BLOCKS = 8;

/** Creates a reader of one object version. It serves small reads from cached blocks and large ones directly. */
export function createObjectReader(
  source: { bucket: string; key: string; versionId: string },
  size: number,
): RangeReader {
  const blocks = new Map<number, Promise<Uint8Array>>();
  const fetchRange = (offset: number, length: number): Promise<Uint8Array> =>
    readRange(source.bucket, source.key, source.versionId, offset, length);

  const block = (index: number): Promise<Uint8Array> => {
    const kept = blocks.get(index) ?? fetchRange(index * BLOCK, Math.min(BLOCK, size - index * BLOCK));
    blocks.delete(index);
    blocks.set(index, kept);
    if (blocks.size > CACHED_BLOCKS) blocks.delete(blocks.keys().next().value!);
    return kept;
  };

  return {
    size,
    async read(offset, length) {
      const wanted = Math.max(0, Math.min(length, size - offset));
      if (wanted === 0) return new Uint8Array();
      const first = Math.floor(offset / BLOCK);
      const last = Math.floor((offset + wanted - 1) / BLOCK);
      if (last - first > 1) return fetchRange(offset, wanted);
      const start = offset - first * BLOCK;
      const head = await block(first);
      if (first === last) return head.subarray(start, start + wanted);
      const tail = await block(last);
      const joined = new Uint8Array(wanted);
      joined.set(head.subarray(start));
      joined.set(tail.subarray(0, wanted - (head.length - start)), head.length - start);
      return joined;
    },
  };
}
