import { corrupt, truncated, type Segment } from '../codestream/segments.ts';
import type { FrameComponent, FrameHeader } from './frameHeader.ts';
import type { HuffmanTable } from './huffmanTable.ts';
import type { Tables } from './tables.ts';

/** A component of a scan. A table that the scan does not use may be missing. */
export interface ScanComponent extends FrameComponent {
  /** The index of the component in the frame. */
  index: number;
  dcTable: HuffmanTable | undefined;
  acTable: HuffmanTable | undefined;
}

/** A scan header (ITU T.81 B.2.3) with the tables that apply to it. */
export interface ScanHeader {
  start: number;
  dataStart: number;
  components: ScanComponent[];
  /** Ss: the first coefficient, or the predictor of a lossless scan. */
  spectralStart: number;
  /** Se */
  spectralEnd: number;
  /** Ah */
  high: number;
  /** Al, or the point transform of a lossless scan. */
  low: number;
  restartInterval: number;
}

/** @throws DicomError `corrupt-codestream`, `truncated` */
export function readScanHeader(
  bytes: Uint8Array,
  { start, body, end }: Segment,
  frame: FrameHeader,
  tables: Tables,
): ScanHeader {
  const count = bytes[body] ?? 0;
  if (end - body < 4 + 2 * count) throw truncated('The scan header is too short', start);
  if (count < 1 || count > frame.components.length)
    throw corrupt('The scan has a wrong number of components', start);
  let previous = -1;
  const components = Array.from({ length: count }, (_, place): ScanComponent => {
    const id = bytes[body + 1 + 2 * place]!;
    const selectors = bytes[body + 2 + 2 * place]!;
    const index = frame.components.findIndex((component) => component.id === id);
    // Components are in the order of the frame header (B.2.3).
    if (index <= previous) throw corrupt('The scan names a component that the frame does not have', start);
    previous = index;
    return {
      ...frame.components[index]!,
      index,
      dcTable: tables.dc[selectors >> 4],
      acTable: tables.ac[selectors & 15],
    };
  });
  const parameters = body + 1 + 2 * count;
  return {
    start,
    dataStart: end,
    components,
    spectralStart: bytes[parameters]!,
    spectralEnd: bytes[parameters + 1]!,
    high: bytes[parameters + 2]! >> 4,
    low: bytes[parameters + 2]! & 15,
    restartInterval: tables.restartInterval,
  };
}

/** @throws DicomError `corrupt-codestream` if the scan needs a table that was not defined */
export function requireTable(table: HuffmanTable | undefined, scan: ScanHeader): HuffmanTable {
  if (table === undefined) throw corrupt('The scan needs a Huffman table that is missing', scan.start);
  return table;
}
