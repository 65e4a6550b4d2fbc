import type { DataSet } from 'dicom-parser';
import { DicomError } from '../dicomError.ts';
import { packedBytes } from './attributes.ts';
import { lutDescriptor, lutEntries, readWords } from './lut.ts';
import { TAGS } from './tags.ts';

/** The colours of PALETTE COLOR, with entries of 8 bits. */
export interface Palette {
  firstMapped: number;
  red: Uint8Array;
  green: Uint8Array;
  blue: Uint8Array;
}

const CHANNELS = [
  {
    descriptor: TAGS.RedPaletteColorLookupTableDescriptor,
    data: TAGS.RedPaletteColorLookupTableData,
    segmented: TAGS.SegmentedRedPaletteColorLookupTableData,
  },
  {
    descriptor: TAGS.GreenPaletteColorLookupTableDescriptor,
    data: TAGS.GreenPaletteColorLookupTableData,
    segmented: TAGS.SegmentedGreenPaletteColorLookupTableData,
  },
  {
    descriptor: TAGS.BluePaletteColorLookupTableDescriptor,
    data: TAGS.BluePaletteColorLookupTableData,
    segmented: TAGS.SegmentedBluePaletteColorLookupTableData,
  },
];

/**
 * Reads the palette (PS3.3 C.7.6.3.1.5 and 6, segmented C.7.9.2).
 * @returns undefined if there is none
 * @throws DicomError `invalid-palette` if its data is short or its segments are invalid
 */
export function readPalette(dataSet: DataSet, signedInput: boolean): Palette | undefined {
  if (dataSet.elements[TAGS.RedPaletteColorLookupTableDescriptor] === undefined) return undefined;
  const [red, green, blue] = CHANNELS.map((channel) => readChannel(dataSet, channel, signedInput));
  const firstMapped =
    lutDescriptor(dataSet, TAGS.RedPaletteColorLookupTableDescriptor, signedInput)?.firstMapped ?? 0;
  return { firstMapped, red: red!, green: green!, blue: blue! };
}

function readChannel(dataSet: DataSet, tags: (typeof CHANNELS)[number], signedInput: boolean): Uint8Array {
  const descriptor = lutDescriptor(dataSet, tags.descriptor, signedInput);
  if (descriptor === undefined)
    throw new DicomError('invalid-palette', 'A palette descriptor is missing or too short.');
  const segmented = packedBytes(dataSet, tags.segmented);
  if (segmented !== undefined) {
    const words = descriptor.bits > 8 ? readWords(dataSet, tags.segmented, segmented.length >> 1) : segmented;
    return toBytes(expandSegments(words, descriptor.length), descriptor.bits > 8);
  }
  const data = packedBytes(dataSet, tags.data);
  if (data === undefined || data.length < descriptor.length)
    throw new DicomError(
      'invalid-palette',
      `A palette of ${descriptor.length} entries has ${data?.length ?? 0} bytes.`,
    );
  if (data.length <= descriptor.length + 1) return data.slice(0, descriptor.length);
  const words = lutEntries(dataSet, tags.data, data, descriptor.length);
  // If all high bytes are 0, the words hold 8-bit entries, even against the descriptor.
  return toBytes(
    words,
    words.some((word) => word > 255),
  );
}

function toBytes(entries: Uint16Array, wide: boolean): Uint8Array {
  const bytes = new Uint8Array(entries.length);
  const shift = wide ? 8 : 0;
  for (let index = 0; index < bytes.length; index++) bytes[index] = entries[index]! >> shift;
  return bytes;
}

/** Expands segments of opcode 0 (discrete), 1 (linear) and 2 (indirect, not nested) (C.7.9.2). */
function expandSegments(data: Uint8Array | Uint16Array, length: number): Uint16Array {
  const output = new Uint16Array(length);
  let filled = 0;
  let last: number | undefined;
  // Ignore entries beyond the table's length.
  const put = (value: number): void => {
    if (filled < length) output[filled] = value;
    filled++;
    last = value;
  };
  const wide = data instanceof Uint16Array;
  const at = (index: number): number => {
    const value = data[index];
    if (value === undefined)
      throw new DicomError('invalid-palette', 'A segmented palette ends inside a segment.');
    return value;
  };
  const run = (start: number, segments: number, nested: boolean): void => {
    let position = start;
    for (let count = 0; count < segments && position < data.length && filled < length; count++) {
      const opcode = at(position);
      const size = at(position + 1);
      if (opcode === 0) {
        for (let index = 0; index < size; index++) put(at(position + 2 + index));
        position += 2 + size;
      } else if (opcode === 1) {
        const from = last;
        if (from === undefined)
          throw new DicomError('invalid-palette', 'A segmented palette starts with a linear segment.');
        const to = at(position + 2);
        for (let index = 1; index <= size; index++) put(Math.round(from + ((to - from) * index) / size));
        position += 3;
      } else if (opcode === 2 && !nested) {
        const offset = wide ? at(position + 2) + at(position + 3) * 65_536 : byteOffset(at, position + 2);
        run(wide ? offset >> 1 : offset, size, true);
        position += wide ? 4 : 6;
      } else
        throw new DicomError(
          'invalid-palette',
          `A segmented palette has the opcode ${opcode} where it is not allowed.`,
        );
    }
  };
  run(0, Number.MAX_SAFE_INTEGER, false);
  if (filled < length)
    throw new DicomError(
      'invalid-palette',
      `A segmented palette defines ${filled} of its ${length} entries.`,
    );
  return output;
}

const byteOffset = (at: (index: number) => number, position: number): number =>
  at(position) + at(position + 1) * 256 + at(position + 2) * 65_536 + at(position + 3) * 16_777_216;
