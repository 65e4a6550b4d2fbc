/** The format of a file, detected from its content. */
export type ImageFormat = 'dicom' | 'jpeg' | 'png' | 'gif' | 'bmp' | 'tiff';

const startsWith = (bytes: Uint8Array, text: string, at = 0): boolean =>
  Array.from(text).every((character, index) => bytes[at + index] === character.charCodeAt(0));

/**
 * Detects the format of a file from its first bytes, of which 512 are enough; names and content types are ignored. DICOM
 * has `DICM` after the preamble (PS3.10 7.1), or, without a preamble, a plausible first element.
 * @returns undefined for an unknown format
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

/** Checks the size of the information header after the 14 bytes of the file header: known sizes are 12 to 124 bytes. */
const isBitmapHeader = (bytes: Uint8Array): boolean =>
  bytes.length >= 18 &&
  bytes[14]! >= 12 &&
  bytes[14]! <= 124 &&
  bytes[15] === 0 &&
  bytes[16] === 0 &&
  bytes[17] === 0;

/**
 * Recognises a data set without a preamble: it starts with group 2 or 8, and an explicit VR or a short implicit length.
 * Big endian (group 00 08) counts too, also with implicit VR, which ACR-NEMA allowed.
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
