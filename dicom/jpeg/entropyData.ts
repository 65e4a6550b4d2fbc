import { corrupt, findScanEnd, MARKER, truncated } from '../codestream/segments.ts';

/**
 * The entropy-coded data of a scan without stuffed bytes: the restart intervals in a row, and their ends. Zeros follow, so
 * that a decoder may read past the end before it checks for it.
 */
export interface EntropyData {
  view: DataView;
  /** The bit after each restart interval. */
  ends: number[];
  /** The offset of the marker that ends the scan. */
  next: number;
}

/**
 * Removes the stuffed zeros (ITU T.81 B.1.1.5) and the restart markers, which must count from 0 to 7 (B.2.1).
 * @param start the byte after the scan header
 * @param slack the number of bytes that a decoder may read past the end
 * @throws DicomError `corrupt-codestream` for an unexpected restart marker
 */
export function extractEntropyData(bytes: Uint8Array, start: number, slack: number): EntropyData {
  const found = findScanEnd(bytes, start);
  const next = found < 0 ? bytes.length : found;
  const output = new Uint8Array(next - start + slack);
  const ends: number[] = [];
  let to = 0;
  for (let at = start; at < next; at++) {
    const byte = bytes[at]!;
    if (byte !== 0xff) {
      output[to++] = byte;
      continue;
    }
    const code = bytes[at + 1];
    if (code === 0xff || code === undefined) continue;
    at++;
    if (code === 0) output[to++] = 0xff;
    else if (code - MARKER.RST0 === (ends.length & 7)) ends.push(to * 8);
    else throw corrupt('A restart marker is missing or out of order', at - 1);
  }
  ends.push(to * 8);
  return { view: new DataView(output.buffer), ends, next };
}

/**
 * Checks that an interval was decoded from existing bits.
 * @param position the bit after the last one that was used
 * @throws DicomError `truncated` if bits or the whole interval are missing
 */
export function checkInterval(data: EntropyData, interval: number, position: number): void {
  const end = data.ends[interval];
  if (end === undefined || position > end)
    throw truncated('The compressed data ends before the image is complete', data.next);
}
