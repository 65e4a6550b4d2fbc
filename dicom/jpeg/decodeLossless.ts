import { corrupt, unsupported } from '../codestream/segments.ts';
import type { FrameHeader } from './frameHeader.ts';
import type { HuffmanTable } from './huffmanTable.ts';
import { requireTable, type ScanHeader } from './scanHeader.ts';

/** One scan of a lossless frame (ITU T.81 annex H, process 14), before its samples are decoded. */
export interface LosslessScan {
  bytes: Uint8Array;
  /** The offset of its entropy-coded data. */
  start: number;
  width: number;
  height: number;
  /** 1 to 7. */
  predictor: number;
  /** The prediction of the first sample of a first row, 2^(P-Pt-1) (H.1.2.1). */
  initial: number;
  /** The rows from one restart to the next; 0 without restarts. */
  rowsPerInterval: number;
  /** One for each of its components. */
  tables: HuffmanTable[];
}

/**
 * Decodes a scan, some rows at a time, and passes them on with their components interleaved.
 * @returns the offset of the marker after the scan
 * @throws DicomError `truncated`, `corrupt-codestream`
 */
export type LosslessScanDecoder = (
  scan: LosslessScan,
  wide: boolean,
  putRows: (first: number, samples: Uint8Array | Uint16Array) => void,
) => number;

/**
 * Decodes one scan of a lossless frame into pixels interleaved over all components.
 * @returns the offset of the marker after the scan
 * @throws DicomError `truncated`, `corrupt-codestream`, `unsupported-codestream`
 */
export function decodeLosslessScan(
  bytes: Uint8Array,
  frame: FrameHeader,
  scan: ScanHeader,
  pixels: Uint8Array | Uint16Array,
  decode: LosslessScanDecoder,
): number {
  const { width, height, precision } = frame;
  if (scan.spectralStart < 1 || scan.spectralStart > 7)
    throw corrupt(`Predictor ${scan.spectralStart} does not exist`, scan.start);
  if (scan.low >= precision) throw corrupt('The point transform removes all bits', scan.start);
  if (frame.hMax > 1 || frame.vMax > 1)
    if (frame.components.some(({ h, v }) => h !== frame.hMax || v !== frame.vMax))
      throw unsupported('Lossless JPEG with subsampled components is not supported.', scan.start);
  // A restart interval is a whole number of rows (H.1.1).
  const rowsPerInterval = scan.restartInterval / width;
  if (!Number.isInteger(rowsPerInterval)) throw corrupt('A restart interval ends inside a row', scan.start);
  const lossless: LosslessScan = {
    ...{ bytes, start: scan.dataStart, width, height, rowsPerInterval },
    predictor: scan.spectralStart,
    initial: 1 << (precision - scan.low - 1),
    tables: scan.components.map(({ dcTable }) => requireTable(dcTable, scan)),
  };
  const stride = frame.components.length;
  const lanes = scan.components.length;
  return decode(lossless, precision > 8, (first, samples) => {
    const at = first * width * stride;
    if (lanes === stride) pixels.set(samples, at);
    else
      scan.components.forEach(({ index }, lane) => {
        for (let to = at + index, from = lane; from < samples.length; to += stride, from += lanes)
          pixels[to] = samples[from]!;
      });
  });
}
