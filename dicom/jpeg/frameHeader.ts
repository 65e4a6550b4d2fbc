import { corrupt, MARKER, truncated, unsupported, type Segment } from '../codestream/segments.ts';

/** A component of the frame (ITU T.81 B.2.2). */
export interface FrameComponent {
  id: number;
  /** Horizontal and vertical sampling factors, 1 to 4. */
  h: number;
  v: number;
  /** Quantisation table, 0 to 3; unused in lossless frames. */
  quantisation: number;
}

/** The frame header. `lossless` is process 14, `progressive` processes 6, 8, 10 and 12. */
export interface FrameHeader {
  mode: 'sequential' | 'progressive' | 'lossless';
  precision: number;
  width: number;
  height: number;
  components: FrameComponent[];
  /** The largest factors of all components. */
  hMax: number;
  vMax: number;
}

const MODES: Partial<Record<number, FrameHeader['mode']>> = {
  0xc0: 'sequential',
  0xc1: 'sequential',
  0xc2: 'progressive',
  0xc3: 'lossless',
};

/** The names of unsupported processes by their frame header's marker (table B.1). */
const UNSUPPORTED: Partial<Record<number, string>> = {
  0xc5: 'differential sequential (hierarchical)',
  0xc6: 'differential progressive (hierarchical)',
  0xc7: 'differential lossless (hierarchical)',
  0xc9: 'arithmetic coding, sequential',
  0xca: 'arithmetic coding, progressive',
  0xcb: 'arithmetic coding, lossless',
  0xcd: 'arithmetic coding, differential sequential (hierarchical)',
  0xce: 'arithmetic coding, differential progressive (hierarchical)',
  0xcf: 'arithmetic coding, differential lossless (hierarchical)',
  0xf7: 'JPEG-LS',
};

/**
 * Reads a frame header. `height` is 0 if a DNL segment gives it after the first scan (B.2.5).
 * @throws DicomError `unsupported-codestream` with the name of the process, `corrupt-codestream`, `truncated`
 */
export function readFrameHeader(bytes: Uint8Array, { marker, start, body, end }: Segment): FrameHeader {
  const mode = MODES[marker];
  if (mode === undefined)
    throw unsupported(`JPEG with ${UNSUPPORTED[marker] ?? 'an unknown process'} is not supported.`, start);
  if (end - body < 6) throw truncated('The frame header is too short', start);
  const precision = bytes[body]!;
  const height = (bytes[body + 1]! << 8) | bytes[body + 2]!;
  const width = (bytes[body + 3]! << 8) | bytes[body + 4]!;
  const count = bytes[body + 5]!;
  const fits =
    mode === 'lossless'
      ? precision >= 2 && precision <= 16
      : precision === 8 || (precision === 12 && marker !== MARKER.SOF0);
  if (!fits) throw corrupt(`The coding process does not allow a precision of ${precision} bits`, start);
  if (width === 0) throw corrupt('The frame is 0 samples wide', start);
  if (count < 1 || count > 4) throw unsupported(`JPEG with ${count} components is not supported.`, start);
  if (end - body < 6 + 3 * count) throw truncated('The frame header is too short', start);
  const components = Array.from({ length: count }, (_, index): FrameComponent => {
    const at = body + 6 + 3 * index;
    return { id: bytes[at]!, h: bytes[at + 1]! >> 4, v: bytes[at + 1]! & 15, quantisation: bytes[at + 2]! };
  });
  if (components.some(({ h, v, quantisation }) => h < 1 || h > 4 || v < 1 || v > 4 || quantisation > 3))
    throw corrupt('The frame header has a sampling factor or table that does not exist', start);
  if (components.some(({ id }, index) => components.findIndex((other) => other.id === id) !== index))
    throw corrupt('Two components of the frame have the same identifier', start);
  return {
    mode,
    precision,
    width,
    height,
    components,
    hMax: Math.max(...components.map(({ h }) => h)),
    vMax: Math.max(...components.map(({ v }) => v)),
  };
}
