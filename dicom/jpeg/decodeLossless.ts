import { corrupt, unsupported } from '../codestream/segments.ts';
import { checkInterval, extractEntropyData } from './entropyData.ts';
import type { FrameHeader } from './frameHeader.ts';
import { decodeDifferences } from './decodeDifferences.ts';
import { predictFirstRow, PREDICTORS, type RowLayout } from './predictors.ts';
import { requireTable, type ScanHeader } from './scanHeader.ts';

/**
 * Decodes one scan of a lossless frame (ITU T.81 annex H, process 14) into pixels interleaved over all components.
 *
 * Row by row: first the differences, then their prediction, so that each predictor is a loop of its own.
 *
 * @returns where the marker after the scan is
 * @throws DicomError `truncated`, `corrupt-codestream`, `unsupported-codestream`
 */
export function decodeLosslessScan(
  bytes: Uint8Array,
  frame: FrameHeader,
  scan: ScanHeader,
  pixels: Uint8Array | Uint16Array,
): number {
  const { width, height, precision } = frame;
  const predict = PREDICTORS[scan.spectralStart];
  if (predict === undefined) throw corrupt(`There is no predictor ${scan.spectralStart}`, scan.start);
  if (scan.low >= precision) throw corrupt('The point transform takes away every bit', scan.start);
  if (frame.hMax > 1 || frame.vMax > 1)
    if (frame.components.some(({ h, v }) => h !== frame.hMax || v !== frame.vMax))
      throw unsupported('Lossless JPEG with subsampled components is not supported.', scan.start);
  // H.1.1: a restart interval is a whole number of rows.
  const rowsPerInterval = scan.restartInterval === 0 ? height : scan.restartInterval / width;
  if (!Number.isInteger(rowsPerInterval)) throw corrupt('A restart interval ends inside a row', scan.start);

  const tables = scan.components.map(({ dcTable }) => requireTable(dcTable, scan));
  const lanes = tables.length;
  const data = extractEntropyData(bytes, scan.dataStart, width * lanes * 4 + 8);
  const layout: RowLayout = {
    pixels,
    stride: frame.components.length,
    width,
    differences: new Int32Array(width * lanes),
    lanes,
  };
  let position = 0;
  let interval = 0;
  for (let row = 0; row < height; row++) {
    const restart = row % rowsPerInterval === 0;
    if (restart && row > 0) position = data.ends[interval++]!;
    position = decodeDifferences(data.view, position, tables, layout.differences);
    checkInterval(data, interval, position);
    for (const [lane, { index }] of scan.components.entries()) {
      const at = row * width * layout.stride + index;
      if (restart) predictFirstRow(layout, at, lane, 1 << (precision - scan.low - 1));
      else predict(layout, at, lane);
    }
  }
  return data.next;
}
