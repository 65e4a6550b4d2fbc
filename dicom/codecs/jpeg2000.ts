import { DicomError } from '../dicomError.ts';
import type { Deadline } from './deadline.ts';
import { wasmModule } from './wasmModule.ts';
import { runDecoder, type DecodedCodestream, type WasmDecoder } from './wasmDecoder.ts';

interface WaveletDecoder extends WasmDecoder {
  readHeader(): void;
  decodeSubResolution(level: number, layer: number): void;
}

const openJpeg = wasmModule<{ J2KDecoder: new () => WaveletDecoder }>(
  () => import('@cornerstonejs/codec-openjpeg/decodewasmjs'),
  () => import('./binaries/openJpeg.ts'),
);
const openJph = wasmModule<{ HTJ2KDecoder: new () => WaveletDecoder }>(
  () => import('@cornerstonejs/codec-openjph/wasmjs'),
  () => import('./binaries/openJph.ts'),
);

/** What a JPEG 2000 main header says (ITU T.800 A.5, A.6). */
interface MainHeader {
  width: number;
  height: number;
  components: number;
  levels: number;
  /** A CAP marker with its 15th bit: high-throughput block coding (ITU T.814 A.3). */
  highThroughput: boolean;
  /** SGcod's multiple component transform. */
  colourTransform: boolean;
}

/**
 * Decodes JPEG 2000 with OpenJPEG, or high-throughput JPEG 2000 with OpenJPH: the codestream's CAP marker decides.
 * @param maxPixels what the header lets expect; a larger stream is refused before it takes memory
 * @param maxSide where given, resolution levels are left out as long as the long side stays at least that
 * @throws DicomError `too-large`, `truncated`, `corrupt-codestream`
 */
export async function decodeJpeg2000(
  bytes: Uint8Array,
  maxPixels: number,
  deadline: Deadline,
  maxSide?: number,
): Promise<DecodedCodestream> {
  const stream = codestreamOf(bytes);
  const header = readMainHeader(stream);
  if (header.width * header.height > maxPixels || header.components > 4)
    throw new DicomError('too-large', 'The JPEG 2000 stream is far larger than the header says.', {
      tag: '(7fe0,0010)',
    });
  checkTileParts(stream);
  const bounds = { samples: header.width * header.height * header.components, deadline };
  const skip = maxSide === undefined ? 0 : skippable(header, maxSide);
  const decode = (decoder: WaveletDecoder) => {
    if (skip === 0) decoder.decode();
    else {
      decoder.readHeader();
      decoder.decodeSubResolution(skip, 0);
    }
  };
  const decoded = header.highThroughput
    ? await runDecoder(openJph, (module) => new module.HTJ2KDecoder(), stream, 'HTJ2K', bounds, decode)
    : await runDecoder(openJpeg, (module) => new module.J2KDecoder(), stream, 'JPEG 2000', bounds, decode);
  const width = Math.ceil(header.width / 2 ** skip);
  const height = Math.ceil(header.height / 2 ** skip);
  return {
    ...decoded,
    width,
    height,
    colour: header.colourTransform && header.components === 3 ? 'rgb' : 'stored',
  };
}

const skippable = ({ width, height, levels }: MainHeader, maxSide: number): number => {
  const long = Math.max(width, height);
  let skip = 0;
  while (skip < levels && Math.ceil(long / 2 ** (skip + 1)) >= maxSide) skip++;
  return skip;
};

/** Some writers wrap the codestream in a JP2 file (ITU T.800 I); DICOM wants it bare (PS3.5 A.4.4). */
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

function readMainHeader(bytes: Uint8Array): MainHeader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const header: MainHeader = {
    width: 0,
    height: 0,
    components: 0,
    levels: 0,
    highThroughput: false,
    colourTransform: false,
  };
  for (let at = 2; at + 4 <= bytes.length;) {
    const marker = view.getUint16(at);
    const length = view.getUint16(at + 2);
    if (at + 2 + length > bytes.length || marker === 0xff90) break;
    if (marker === 0xff51 && length >= 38) {
      header.width = view.getUint32(at + 6) - view.getUint32(at + 14);
      header.height = view.getUint32(at + 10) - view.getUint32(at + 18);
      header.components = view.getUint16(at + 38);
    } else if (marker === 0xff50) header.highThroughput = (view.getUint32(at + 4) & 0x20000) !== 0;
    else if (marker === 0xff52) {
      header.colourTransform = bytes[at + 8] === 1;
      header.levels = bytes[at + 9]!;
    }
    at += 2 + length;
  }
  if (header.width === 0 || header.height === 0) throw corrupt('The JPEG 2000 stream has no image size.', 0);
  return header;
}

/**
 * Follows the tile-parts by their lengths (Psot, A.4.2): a stream that is cut off ends inside one, which the codecs
 * answer with full-size garbage or with nothing. Psot 0 runs to the end of the codestream.
 */
function checkTileParts(bytes: Uint8Array): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 2;
  while (at + 4 <= bytes.length && view.getUint16(at) !== 0xff90) at += 2 + view.getUint16(at + 2);
  while (at + 12 <= bytes.length && view.getUint16(at) === 0xff90) {
    const length = view.getUint32(at + 6);
    if (length === 0) return;
    if (length < 14) throw corrupt('A tile-part of the JPEG 2000 stream has no length.', at);
    at += length;
  }
  if (at > bytes.length)
    throw new DicomError(
      'truncated',
      `The JPEG 2000 stream lacks ${at - bytes.length} bytes of its last tile-part.`,
      { tag: '(7fe0,0010)', offset: bytes.length },
    );
}

const corrupt = (message: string, offset: number): DicomError =>
  new DicomError('corrupt-codestream', message, { tag: '(7fe0,0010)', offset });
