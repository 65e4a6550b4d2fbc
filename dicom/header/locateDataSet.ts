import type { Warning } from '../warning.ts';
import { transferSyntax, type TransferSyntax } from '../transferSyntaxes.ts';
import { DicomError } from '../dicomError.ts';

/** The start of the data set, and its encoding. */
export interface DataSetStart {
  offset: number;
  syntax: TransferSyntax;
  warnings: Warning[];
}

/** The longest file meta information. With private information (0002,0102) it is longer than the usual 200 bytes. */
export const MAX_META_BYTES = 65_536;

/**
 * Reads the file meta information (PS3.10 7.1) element by element, and ignores its group length. For a file without it,
 * takes the encoding from the first element, as other readers do, and warns.
 *
 * @throws DicomError `not-dicom`, `truncated`, `unsafe-preamble`
 */
export function locateDataSet(bytes: Uint8Array): DataSetStart {
  rejectPrograms(bytes);
  const warnings: Warning[] = [];
  const hasMagic = (at: number) =>
    bytes.length >= at + 4 && String.fromCharCode(...bytes.subarray(at, at + 4)) === 'DICM';
  let position = hasMagic(128) ? 132 : hasMagic(0) ? 4 : 0;
  if (position !== 132)
    warnings.push({
      code: 'no-preamble',
      message: 'The file does not have a preamble of 128 bytes followed by DICM.',
    });

  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let uid: string | undefined;
  while (position + 8 <= bytes.length && view.getUint16(position, true) === 2) {
    if (position > MAX_META_BYTES)
      throw new DicomError('not-dicom', 'The file meta information has no end.', { offset: position });
    const element = view.getUint16(position + 2, true);
    const { valueOffset, length } = metaElement(bytes, view, position);
    if (valueOffset + length > bytes.length)
      throw new DicomError('truncated', 'The file ends inside the file meta information.', {
        offset: position,
      });
    if (element === 0x0010)
      uid = String.fromCharCode(...bytes.subarray(valueOffset, valueOffset + Math.min(length, 64))).replace(
        /[\0 ]+$/,
        '',
      );
    position = valueOffset + length;
  }
  if (position + 8 > bytes.length)
    throw new DicomError('not-dicom', 'The file has no data set after its file meta information.', {
      offset: position,
    });
  if (uid !== undefined && uid !== '')
    return { offset: position, syntax: disproved(transferSyntax(uid), bytes, position, warnings), warnings };
  warnings.push({
    code: 'no-transfer-syntax',
    message: 'The file has no Transfer Syntax UID. The encoding was detected from its first element.',
    tag: '(0002,0010)',
  });
  return { offset: position, syntax: encodingOf(bytes, position), warnings };
}

/** Reads an element of the meta information: explicit VR little endian, but implicit VR from some writers. */
function metaElement(
  bytes: Uint8Array,
  view: DataView,
  position: number,
): { valueOffset: number; length: number } {
  if (!isVr(bytes, position + 4))
    return { valueOffset: position + 8, length: view.getUint32(position + 4, true) };
  const vr = String.fromCharCode(bytes[position + 4]!, bytes[position + 5]!);
  if (!['OB', 'OW', 'UN', 'UT', 'SQ'].includes(vr))
    return { valueOffset: position + 8, length: view.getUint16(position + 6, true) };
  if (position + 12 > bytes.length) return { valueOffset: position + 12, length: 0 };
  return { valueOffset: position + 12, length: view.getUint32(position + 8, true) };
}

const isVr = (bytes: Uint8Array, at: number): boolean =>
  bytes[at]! >= 0x41 && bytes[at]! <= 0x5a && bytes[at + 1]! >= 0x41 && bytes[at + 1]! <= 0x5a;

/**
 * Detects the encoding. Explicit VR has two capital letters after the tag; big endian has a group number with swapped bytes.
 * Big endian with implicit VR is not a transfer syntax, but occurs in ACR-NEMA files.
 */
function encodingOf(bytes: Uint8Array, offset: number): TransferSyntax {
  const bigEndian = bytes[offset] === 0 && bytes[offset + 1] !== 0;
  if (!isVr(bytes, offset + 4)) return { ...transferSyntax('1.2.840.10008.1.2'), bigEndian };
  return transferSyntax(bigEndian ? '1.2.840.10008.1.2.2' : '1.2.840.10008.1.2.1');
}

/** Corrects a transfer syntax that contradicts the data set's first element, and warns. */
function disproved(
  syntax: TransferSyntax,
  bytes: Uint8Array,
  offset: number,
  warnings: Warning[],
): TransferSyntax {
  if (syntax.encoding === 'unsupported') return syntax;
  const explicit = isVr(bytes, offset + 4);
  // Deflated data never starts like an element of group 8.
  const deflated = syntax.deflated && !(explicit && bytes[offset] === 8 && bytes[offset + 1] === 0);
  if (deflated) return syntax;
  // Data sets start with group 8, whose bytes show their order.
  const swapped = bytes[offset] === 0 && bytes[offset + 1] === 8;
  const straight = bytes[offset] === 8 && bytes[offset + 1] === 0;
  const bigEndian = swapped || (syntax.bigEndian && !straight);
  if (explicit === syntax.explicit && bigEndian === syntax.bigEndian && !syntax.deflated) return syntax;
  warnings.push({
    code: 'wrong-transfer-syntax',
    message: `The transfer syntax ${syntax.uid} (${syntax.name}) does not match the data set's encoding. The data set was read as ${explicit ? 'explicit' : 'implicit'} VR, ${bigEndian ? 'big' : 'little'} endian.`,
    tag: '(0002,0010)',
  });
  return { ...syntax, explicit, bigEndian, deflated };
}

/** The first bytes of Windows, Unix and macOS executables, and of scripts. */
const PROGRAMS = [
  'MZ',
  '\x7fELF',
  '#!',
  '\xca\xfe\xba\xbe',
  '\xfe\xed\xfa',
  '\xce\xfa\xed\xfe',
  '\xcf\xfa\xed\xfe',
];

/**
 * Rejects a preamble that starts an executable. The preamble may hold any bytes, so a file can be an image and a program at
 * once (CVE-2019-11687). A TIFF header is legitimate (PS3.10 7.1); a program is not.
 */
function rejectPrograms(bytes: Uint8Array): void {
  const start = String.fromCharCode(...bytes.subarray(0, 4));
  if (PROGRAMS.some((magic) => start.startsWith(magic)))
    throw new DicomError(
      'unsafe-preamble',
      'The preamble is the start of an executable program. Replace the preamble with zeros.',
      {
        offset: 0,
      },
    );
}
