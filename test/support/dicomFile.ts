import { imageFile } from './imageFile.ts';
import { writeDicom, type Element } from './writeDicom.ts';

export interface DicomFileOptions {
  /** 0 leaves the pixel data out. */
  rows: number;
  columns: number;
  /** Frames; default 1. */
  frames?: number;
  /** String attributes by keyword; they replace default ones. */
  strings?: Partial<Record<keyof typeof TEXT, string>>;
  /** Returns the 8-bit level of a pixel; default: a gradient. */
  level?: (x: number, y: number, frame: number) => number;
}

const TEXT = {
  ImageType: [0x00080008, 'CS'],
  SOPClassUID: [0x00080016, 'UI'],
  SOPInstanceUID: [0x00080018, 'UI'],
  AccessionNumber: [0x00080050, 'SH'],
  Modality: [0x00080060, 'CS'],
  InstitutionName: [0x00080080, 'LO'],
  StudyDescription: [0x00081030, 'LO'],
  SeriesDescription: [0x0008103e, 'LO'],
  PatientName: [0x00100010, 'PN'],
  PatientID: [0x00100020, 'LO'],
  StudyInstanceUID: [0x0020000d, 'UI'],
  SeriesInstanceUID: [0x0020000e, 'UI'],
  InstanceNumber: [0x00200013, 'IS'],
  ImageComments: [0x00204000, 'LT'],
} as const;

const BASIC_TEXT_SR = '1.2.840.10008.5.1.4.1.1.88.11';
const SECONDARY_CAPTURE = '1.2.840.10008.5.1.4.1.1.7';

/** Writes a small DICOM file: an 8-bit grey image, or a structured report where it has no rows or columns. */
export function dicomFile({ rows, columns, frames = 1, strings, level }: DicomFileOptions): Uint8Array {
  const hasPixels = rows > 0 && columns > 0;
  const text: DicomFileOptions['strings'] = {
    SOPClassUID: hasPixels ? SECONDARY_CAPTURE : BASIC_TEXT_SR,
    SOPInstanceUID: '2.25.1',
    Modality: hasPixels ? 'OT' : 'SR',
    StudyInstanceUID: '2.25.2',
    SeriesInstanceUID: '2.25.3',
    ...strings,
  };
  const elements = Object.entries(text).map(([keyword, value]): Element => [
    ...TEXT[keyword as keyof typeof TEXT],
    value,
  ]);
  if (!hasPixels) return writeDicom(elements);
  const pixels = levels(rows, columns, frames, level);
  return imageFile({ rows, columns, pixels, elements, ...(frames > 1 ? { frames } : {}) });
}

function levels(
  rows: number,
  columns: number,
  frames: number,
  level: DicomFileOptions['level'] = (x, y) => x + y,
): Uint8Array {
  const size = rows * columns * frames;
  const pixels = new Uint8Array(size + (size % 2));
  let at = 0;
  for (let frame = 0; frame < frames; frame++)
    for (let y = 0; y < rows; y++) for (let x = 0; x < columns; x++) pixels[at++] = level(x, y, frame) & 255;
  return pixels;
}
