import { DicomError } from '../dicomError.ts';
import type { Warning } from '../warning.ts';
import type { Deadline } from './deadline.ts';
import { checkTileParts, readMainHeader, type MainHeader } from './jpeg2000Header.ts';
import { mendSamples, mendStream } from './jpeg2000Repairs.ts';
import { OPENJPEG } from './embind/openjpegNames.ts';
import { ownModule } from './embind/ownModule.ts';
import { packagedModule } from './packagedModule.ts';
import { wasmModule } from './wasmModule.ts';
import { runDecoder, type DecodedCodestream, type WasmDecoder } from './wasmDecoder.ts';

interface WaveletDecoder extends WasmDecoder {
  readHeader(): void;
  decodeSubResolution(level: number, layer: number): void;
}

/** See `packagedModule`; by its name, so that a bundle leaves out the script that it does not need. */
declare const DICOM_BUNDLED_WASM: boolean | undefined;

const binary = () => import('./binaries/openJpeg.ts');
const openJpeg = wasmModule<{ J2KDecoder: new () => WaveletDecoder }>(
  typeof DICOM_BUNDLED_WASM === 'undefined'
    ? packagedModule(() => import('@cornerstonejs/codec-openjpeg/decodewasmjs'), binary)
    : ownModule(binary, OPENJPEG),
);
const openJph = wasmModule<{ HTJ2KDecoder: new () => WaveletDecoder }>(
  packagedModule(
    () => import('@cornerstonejs/codec-openjph/wasmjs'),
    () => import('./binaries/openJph.ts'),
  ),
);

/** Starts the codec before a frame needs it. */
export const preload = () => openJpeg.load();

/**
 * Decodes JPEG 2000 with OpenJPEG, or high-throughput JPEG 2000 with OpenJPH: the codestream's CAP marker decides.
 * @param maxPixels what the header lets expect; a larger stream is refused before it takes memory
 * @param maxSide where given, resolution levels are left out as long as the long side stays at least that
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
  if (header.width * header.height > maxPixels || header.components > 4)
    throw new DicomError('too-large', 'The JPEG 2000 stream is far larger than the header says.', {
      tag: '(7fe0,0010)',
    });
  const { mended, warnings } = mendStream(stream, header, checkTileParts(stream, header.tiles));
  const skip = maxSide === undefined ? 0 : skippable(header, maxSide);
  const size = { width: Math.ceil(header.width / 2 ** skip), height: Math.ceil(header.height / 2 ** skip) };
  const samples = header.width * header.height * header.components;
  const bounds = { samples, deadline, ...(skip === 0 ? {} : { size }) };
  const decode = (decoder: WaveletDecoder) => {
    if (skip === 0) decoder.decode();
    else {
      decoder.readHeader();
      decoder.decodeSubResolution(skip, 0);
    }
  };
  const decoded = header.highThroughput
    ? await runDecoder(openJph, (module) => new module.HTJ2KDecoder(), mended, 'HTJ2K', bounds, decode)
    : await runDecoder(openJpeg, (module) => new module.J2KDecoder(), mended, 'JPEG 2000', bounds, decode);
  return {
    ...decoded,
    warnings,
    ...size,
    bytes: mendSamples(decoded.bytes, header, size),
    signed: header.signed,
    colour: header.colourTransform && header.components === 3 ? 'rgb' : 'stored',
  };
}

const skippable = ({ width, height, levels, isAtOrigin }: MainHeader, maxSide: number): number => {
  if (!isAtOrigin) return 0;
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

const corrupt = (message: string, offset: number): DicomError =>
  new DicomError('corrupt-codestream', message, { tag: '(7fe0,0010)', offset });
