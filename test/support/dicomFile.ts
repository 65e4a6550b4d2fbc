/** Makes small DICOM files (PS3.10), explicit VR little endian unless told, for tests that need one of their own. */
export interface DicomFileOptions {
  /** 0 leaves the pixel data out. */
  rows: number;
  columns: number;
  /** Frames; default 1. */
  frames?: number;
  /** String attributes by keyword, beside the ones that every file has. */
  strings?: Partial<Record<keyof typeof TEXT, string>>;
  /** The 8-bit level at a place of a frame; default: a gradient. */
  level?: (x: number, y: number, frame: number) => number;
}

const TEXT = {
  ImageType: [0x0008, 0x0008, 'CS'],
  SOPClassUID: [0x0008, 0x0016, 'UI'],
  SOPInstanceUID: [0x0008, 0x0018, 'UI'],
  AccessionNumber: [0x0008, 0x0050, 'SH'],
  Modality: [0x0008, 0x0060, 'CS'],
  InstitutionName: [0x0008, 0x0080, 'LO'],
  StudyDescription: [0x0008, 0x1030, 'LO'],
  SeriesDescription: [0x0008, 0x103e, 'LO'],
  PatientName: [0x0010, 0x0010, 'PN'],
  PatientID: [0x0010, 0x0020, 'LO'],
  StudyInstanceUID: [0x0020, 0x000d, 'UI'],
  SeriesInstanceUID: [0x0020, 0x000e, 'UI'],
  InstanceNumber: [0x0020, 0x0013, 'IS'],
  ImageComments: [0x0020, 0x4000, 'LT'],
} as const;

const SECONDARY_CAPTURE = '1.2.840.10008.5.1.4.1.1.7';
const BASIC_TEXT_SR = '1.2.840.10008.5.1.4.1.1.88.11';
const EXPLICIT_LITTLE_ENDIAN = '1.2.840.10008.1.2.1';

export function dicomFile(options: DicomFileOptions): Uint8Array {
  const { rows, columns, frames = 1 } = options;
  const hasPixels = rows > 0 && columns > 0;
  const strings = {
    SOPClassUID: hasPixels ? SECONDARY_CAPTURE : BASIC_TEXT_SR,
    SOPInstanceUID: '2.25.1',
    Modality: hasPixels ? 'OT' : 'SR',
    StudyInstanceUID: '2.25.2',
    SeriesInstanceUID: '2.25.3',
    ...options.strings,
  };
  const elements = Object.entries(strings).map(([keyword, value]) => {
    const [group, element, vr] = TEXT[keyword as keyof typeof TEXT];
    return { tag: group * 0x10000 + element, bytes: textElement(group, element, vr, value) };
  });
  if (hasPixels) {
    const us = (element: number, value: number) => ({
      tag: 0x00280000 + element,
      bytes: shortElement(0x0028, element, value),
    });
    elements.push(us(0x0002, 1), us(0x0010, rows), us(0x0011, columns), us(0x0100, 8), us(0x0101, 8));
    elements.push(us(0x0102, 7), us(0x0103, 0));
    elements.push({ tag: 0x00280004, bytes: textElement(0x0028, 0x0004, 'CS', 'MONOCHROME2') });
    if (frames > 1)
      elements.push({ tag: 0x00280008, bytes: textElement(0x0028, 0x0008, 'IS', String(frames)) });
    elements.push({ tag: 0x7fe00010, bytes: pixelElement(options, frames) });
  }
  elements.sort((a, b) => a.tag - b.tag);
  const meta = [
    textElement(0x0002, 0x0002, 'UI', strings.SOPClassUID),
    textElement(0x0002, 0x0003, 'UI', strings.SOPInstanceUID),
    textElement(0x0002, 0x0010, 'UI', EXPLICIT_LITTLE_ENDIAN),
  ];
  const metaLength = Buffer.alloc(4);
  metaLength.writeUInt32LE(Buffer.concat(meta).length);
  return Buffer.concat([
    Buffer.alloc(128),
    Buffer.from('DICM'),
    shortHeader(0x0002, 0x0000, 'UL', 4),
    metaLength,
    ...meta,
    ...elements.map(({ bytes }) => bytes),
  ]);
}

function pixelElement({ rows, columns, level = (x, y) => x + y }: DicomFileOptions, frames: number): Buffer {
  const pixels = Buffer.alloc(rows * columns * frames + ((rows * columns * frames) % 2));
  for (let frame = 0; frame < frames; frame++)
    for (let y = 0; y < rows; y++)
      for (let x = 0; x < columns; x++) pixels[(frame * rows + y) * columns + x] = level(x, y, frame) & 255;
  const header = Buffer.alloc(12);
  header.writeUInt16LE(0x7fe0, 0);
  header.writeUInt16LE(0x0010, 2);
  header.write('OB', 4, 'latin1');
  header.writeUInt32LE(pixels.length, 8);
  return Buffer.concat([header, pixels]);
}

function textElement(group: number, element: number, vr: string, value: string): Buffer {
  const padded = value.length % 2 === 0 ? value : value + (vr === 'UI' ? '\0' : ' ');
  return Buffer.concat([shortHeader(group, element, vr, padded.length), Buffer.from(padded, 'latin1')]);
}

function shortElement(group: number, element: number, value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return Buffer.concat([shortHeader(group, element, 'US', 2), bytes]);
}

function shortHeader(group: number, element: number, vr: string, length: number): Buffer {
  const header = Buffer.alloc(8);
  header.writeUInt16LE(group, 0);
  header.writeUInt16LE(element, 2);
  header.write(vr, 4, 'latin1');
  header.writeUInt16LE(length, 6);
  return header;
}
