import { DicomError } from '../dicomError.ts';
import { decodeTiles } from '../jpeg2000/decodeTiles.ts';
import { heightOf, widthOf } from '../jpeg2000/imageSize.ts';
import { readMainHeader } from '../jpeg2000/mainHeader.ts';
import { corrupt } from '../jpeg2000/streamErrors.ts';
import { readTileParts } from '../jpeg2000/tileParts.ts';
import type { Warning } from '../warning.ts';
import type { Deadline } from '../deadline.ts';
import type { DecodedCodestream } from './wasmDecoder.ts';

export { preload } from '../jpeg2000/decodeTiles.ts';

/**
 * Decodes JPEG 2000 (ITU T.800), or high-throughput JPEG 2000 (T.814) with OpenJPH: the codestream's CAP marker decides.
 * @param maxPixels the largest size; a larger stream is rejected before memory is allocated
 * @param maxSide skips resolution levels as long as the long side keeps at least this length
 * @throws DicomError `too-large`, `truncated`, `corrupt-codestream`, `unsupported-codestream`
 */
export async function decodeJpeg2000(
  bytes: Uint8Array,
  maxPixels: number,
  deadline: Deadline,
  maxSide?: number,
): Promise<DecodedCodestream & { warnings: Warning[] }> {
  const stream = codestreamOf(bytes);
  const header = readMainHeader(stream);
  const { image, components, bits, signed } = header.size;
  if (widthOf(image) * heightOf(image) > maxPixels || components > 4)
    throw new DicomError('too-large', 'The JPEG 2000 stream is far larger than the header says.', {
      tag: '(7fe0,0010)',
    });
  const { tiles, end } = readTileParts(stream, header);
  const isEnded = hasEnd(stream, end);
  const decoded = header.highThroughput
    ? await (
        await import('./decodeHtj2k.ts')
      ).decodeHtj2k(stream, isEnded ? undefined : end, header, deadline, maxSide)
    : await decodeTiles(header, tiles, deadline, maxSide);
  const isTransformed = header.parameters.style.multipleComponentTransform;
  return {
    ...decoded,
    ...{ components, bitsPerSample: bits, signed },
    warnings: isEnded ? decoded.warnings : [...decoded.warnings, NO_END],
    colour: isTransformed && components === 3 ? 'rgb' : 'stored',
  };
}

/** Unwraps a codestream in a JP2 file (ITU T.800 I). DICOM requires it bare (PS3.5 A.4.4), but some writers wrap it. */
function codestreamOf(bytes: Uint8Array): Uint8Array {
  if (bytes[0] === 0xff && bytes[1] === 0x4f) return bytes;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at + 8 <= bytes.length;) {
    const length = view.getUint32(at);
    if (view.getUint32(at + 4) === 0x6a703263) return bytes.subarray(at + 8);
    if (length < 8) break;
    at += length;
  }
  throw corrupt('The JPEG 2000 stream has no start of codestream.', 0);
}

const NO_END: Warning = {
  code: 'no-end-of-image',
  message: 'The JPEG 2000 stream has no end of codestream after its last tile-part.',
};

/** Finds the end-of-codestream marker after the last tile-part. */
function hasEnd(stream: Uint8Array, end: number): boolean {
  return stream.subarray(end).some((byte, at, rest) => byte === 0xff && rest[at + 1] === 0xd9);
}
