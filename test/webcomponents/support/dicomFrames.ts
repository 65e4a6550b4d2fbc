/** What a slice says of itself, beside its pixels. */
export interface SliceOptions {
  /** Of all of its pixels, from 0 to 255. */
  level: number;
  side?: number;
  series?: string;
  /** Along z, in mm: its rows lead to the patient's left, its columns to the back. */
  position?: number;
  orientation?: string;
  number?: number;
}

/**
 * A DICOM file of 16 by 16 frames, 8 bits, without a meta group (implicit VR little endian): frame n is all of level
 * 60 n, shown as it is by a window of the whole range.
 */
export const dicomFrames = (frames: number): Uint8Array<ArrayBuffer> =>
  file(
    16,
    Array.from({ length: frames }, (_, frame) => 60 * (frame + 1)),
    [[0x0008, 0x0060, text('OT')]],
  );

/** A CT slice of one level, with pixels of 0.5 mm; values are levels less 1000. */
export const dicomSlice = (options: SliceOptions): Uint8Array<ArrayBuffer> => {
  const { level, side = 16, series = '1.2.3', position = 0, number = 1 } = options;
  return file(
    side,
    [level],
    [
      [0x0008, 0x0008, text('ORIGINAL\\PRIMARY\\AXIAL')],
      [0x0008, 0x0060, text('CT')],
      [0x0020, 0x000e, text(series)],
      [0x0020, 0x0013, text(String(number))],
      [0x0020, 0x0032, text(`0\\0\\${position}`)],
      [0x0020, 0x0037, text(options.orientation ?? '1\\0\\0\\0\\1\\0')],
      [0x0028, 0x0030, text('0.5\\0.5')],
      [0x0028, 0x1052, text('-1000')],
      [0x0028, 0x1053, text('1')],
    ],
    -1000,
  );
};

type Element = [group: number, number: number, value: Uint8Array];

function file(side: number, levels: number[], more: Element[], intercept = 0): Uint8Array<ArrayBuffer> {
  const pixels = new Uint8Array(side * side * levels.length);
  levels.forEach((level, frame) => pixels.fill(level, frame * side * side, (frame + 1) * side * side));
  const elements: Element[] = [
    [0x0008, 0x0016, text('1.2.840.10008.5.1.4.1.1.7.2')],
    [0x0028, 0x0002, short(1)],
    [0x0028, 0x0004, text('MONOCHROME2')],
    [0x0028, 0x0008, text(String(levels.length))],
    [0x0028, 0x0010, short(side)],
    [0x0028, 0x0011, short(side)],
    [0x0028, 0x0100, short(8)],
    [0x0028, 0x0101, short(8)],
    [0x0028, 0x0102, short(7)],
    [0x0028, 0x0103, short(0)],
    [0x0028, 0x1050, text(String(128 + intercept))],
    [0x0028, 0x1051, text('256')],
    [0x7fe0, 0x0010, pixels],
    ...more,
  ];
  elements.sort(([a, b], [c, d]) => a - c || b - d);
  return concatenate(elements.map(element));
}

function element([group, number, value]: Element): Uint8Array {
  const bytes = new Uint8Array(8 + value.length);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, group, true);
  view.setUint16(2, number, true);
  view.setUint32(4, value.length, true);
  bytes.set(value, 8);
  return bytes;
}

/** Padded to an even length. */
const text = (value: string): Uint8Array =>
  new TextEncoder().encode(value.length % 2 === 0 ? value : `${value} `);
const short = (value: number): Uint8Array => new Uint8Array([value & 255, value >> 8]);

function concatenate(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
