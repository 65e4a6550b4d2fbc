import type { DataSet } from 'dicom-parser';
import { items, packedBytes, text } from './attributes.ts';
import { DicomError } from '../dicomError.ts';
import { TAGS } from './tags.ts';

/** A look-up table of PS3.3 C.11.1 or C.11.2, or one channel of a palette (C.7.6.3.1.5). */
export interface LookupTable {
  /** The first mapped input value; lower inputs get the first entry. */
  firstMapped: number;
  /** The bits of an entry, from the descriptor. */
  bits: number;
  entries: Uint16Array;
  explanation?: string;
}

/** Reads the three values of a LUT descriptor: 0 entries means 65,536; only the second value may be signed (C.11.1.1). */
export function lutDescriptor(dataSet: DataSet, tag: string, signedInput: boolean) {
  const element = dataSet.elements[tag];
  if (element === undefined || element.length < 6) return undefined;
  const first = dataSet.uint16(tag, 1)!;
  return {
    length: dataSet.uint16(tag, 0)! || 65_536,
    firstMapped: (element.vr === 'SS' || signedInput) && first > 0x7fff ? first - 65_536 : first,
    bits: dataSet.uint16(tag, 2)!,
  };
}

/**
 * Reads the items of Modality LUT Sequence (0028,3000) or VOI LUT Sequence (0028,3010).
 * @param damaged is called for a table that is too short, which is then omitted; without it such a table is an error
 * @throws DicomError `invalid-header`
 */
export const lutSequence = (
  dataSet: DataSet | undefined,
  tag: string,
  signedInput: boolean,
  damaged?: () => void,
): LookupTable[] =>
  items(dataSet, tag).flatMap((item) => {
    const descriptor = lutDescriptor(item, TAGS.LUTDescriptor, signedInput);
    const bytes = packedBytes(item, TAGS.LUTData);
    if (descriptor === undefined || bytes === undefined) return [];
    if (bytes.length < descriptor.length && damaged !== undefined) {
      damaged();
      return [];
    }
    const explanation = text(item, TAGS.LUTExplanation);
    const entries = lutEntries(item, TAGS.LUTData, bytes, descriptor.length);
    return [
      {
        firstMapped: descriptor.firstMapped,
        bits: descriptor.bits,
        entries,
        ...(explanation ? { explanation } : {}),
      },
    ];
  });

/**
 * Reads LUT Data as 16-bit entries, or as 8-bit ones if there are no more bytes than entries (C.11.1.1.1). Missing entries at
 * the end repeat the last one.
 */
export function lutEntries(dataSet: DataSet, tag: string, bytes: Uint8Array, length: number): Uint16Array {
  if (bytes.length < length)
    throw new DicomError(
      'invalid-header',
      `A look-up table has ${bytes.length} bytes for ${length} entries.`,
    );
  const entries = new Uint16Array(length);
  if (bytes.length <= length + 1) entries.set(bytes.subarray(0, length));
  else {
    const words = readWords(dataSet, tag, Math.min(length, bytes.length >> 1));
    entries.set(words);
    entries.fill(words.at(-1)!, words.length);
  }
  return entries;
}

/** Reads the first words of an element in the file's byte order, with one search for the element. */
export function readWords(dataSet: DataSet, tag: string, length: number): Uint16Array {
  const { byteArray, byteArrayParser, elements } = dataSet;
  const from = elements[tag]!.dataOffset;
  const words = new Uint16Array(length);
  for (let index = 0; index < length; index++)
    words[index] = byteArrayParser.readUint16(byteArray, from + 2 * index);
  return words;
}
