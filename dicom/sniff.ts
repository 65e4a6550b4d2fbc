/** What a file holds, by its content. */
export type ImageFormat = 'dicom' | 'jpeg' | 'png' | 'gif' | 'bmp' | 'tiff';

const startsWith = (bytes: Uint8Array, text: string, at = 0): boolean =>
  Array.from(text).every((character, index) => bytes[at + index] === character.charCodeAt(0));

/**
 * The format of a file by its first bytes; 512 are enough. A name or a Content-Type is never believed.
 * DICOM is found by `DICM` after the preamble (PS3.10 7.1), or without a preamble by a plausible first element.
 * @returns undefined where nothing fits
 */
export function sniff(bytes: Uint8Array): ImageFormat | undefined {
  if (startsWith(bytes, 'DICM', 128)) return 'dicom';
  if (startsWith(bytes, '\xff\xd8\xff')) return 'jpeg';
  if (startsWith(bytes, '\x89PNG\r\n\x1a\n')) return 'png';
  if (startsWith(bytes, 'GIF87a') || startsWith(bytes, 'GIF89a')) return 'gif';
  if (startsWith(bytes, 'II*\0') || startsWith(bytes, 'MM\0*')) return 'tiff';
  if (startsWith(bytes, 'BM') && isBitmapHeader(bytes)) return 'bmp';
  if (startsWith(bytes, 'DICM') || isBareDataSet(bytes)) return 'dicom';
  return undefined;
}

/** The size of the information header follows the 14 bytes of the file header; all known ones are 12 to 124 bytes. */
const isBitmapHeader = (bytes: Uint8Array): boolean =>
  bytes.length >= 18 &&
  bytes[14]! >= 12 &&
  bytes[14]! <= 124 &&
  bytes[15] === 0 &&
  bytes[16] === 0 &&
  bytes[17] === 0;

/**
 * A data set that starts at once: group 2 or 8, with an explicit VR, or an implicit length that is short. Big endian
 * (group 00 08) is read too, with implicit VR as well, which ACR-NEMA knew.
 */
function isBareDataSet(bytes: Uint8Array): boolean {
  if (bytes.length < 12) return false;
  const little = (bytes[0] === 2 || bytes[0] === 8) && bytes[1] === 0;
  const big = bytes[0] === 0 && bytes[1] === 8;
  const isLetter = (at: number) => bytes[at]! >= 0x41 && bytes[at]! <= 0x5a;
  if ((little || big) && isLetter(4) && isLetter(5)) return true;
  const view = new DataView(bytes.buffer, bytes.byteOffset, 8);
  const length = view.getUint32(4, little);
  return (little || big) && length <= 1024 && length % 2 === 0 && view.getUint16(2, little) < 256;
}
