import { readImageSize, type ImageSize } from './imageSize.ts';
import { MARKER } from './markers.ts';
import { Parameters } from './parameters.ts';
import { corrupt } from './streamErrors.ts';

export interface MainHeader {
  size: ImageSize;
  parameters: Parameters;
  /** High-throughput block coding: a CAP marker with bit 15 (ITU T.814 A.3). */
  highThroughput: boolean;
  /** The packed packet headers (PPM, ITU T.800 A.7.4) by index. */
  packedHeaders: Map<number, Uint8Array>;
  /** The offset of the first tile-part. */
  end: number;
}

/**
 * Reads a codestream's main header (ITU T.800 A.3).
 * @throws DicomError `corrupt-codestream`, `unsupported-codestream`
 */
export function readMainHeader(bytes: Uint8Array): MainHeader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const packedHeaders = new Map<number, Uint8Array>();
  let size: ImageSize | undefined;
  let parameters: Parameters | undefined;
  let highThroughput = false;
  let at = 2;
  while (at + 4 <= bytes.length) {
    const marker = view.getUint16(at);
    const length = view.getUint16(at + 2);
    if (at + 2 + length > bytes.length || marker === MARKER.SOT) break;
    const body = bytes.subarray(at + 4, at + 2 + length);
    if (marker === MARKER.SIZ && length >= 41) {
      size = readImageSize(view, at, length);
      parameters = new Parameters(size.components);
    } else if (marker === MARKER.CAP && length >= 6)
      highThroughput = (view.getUint32(at + 4) & 0x20000) !== 0;
    else if (marker === MARKER.PPM && length >= 3) packedHeaders.set(body[0]!, body.subarray(1));
    else parameters?.read(marker, body, at);
    at += 2 + length;
  }
  if (size === undefined || parameters === undefined)
    throw corrupt('The JPEG 2000 stream has no image size.', 0);
  return { size, parameters, highThroughput, packedHeaders, end: at };
}
