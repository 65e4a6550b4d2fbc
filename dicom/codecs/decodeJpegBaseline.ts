import type { CodecBounds } from '../codecBounds.ts';
import type { JpegMarkers } from './jpegMarkers.ts';
import { packagedModule } from './packagedModule.ts';
import { wasmModule } from './wasmModule.ts';
import { runDecoder, type DecodedCodestream, type WasmDecoder } from './wasmDecoder.ts';

const codec = wasmModule<{ JPEGDecoder: new () => WasmDecoder }>(
  packagedModule(
    () => import('@cornerstonejs/codec-libjpeg-turbo-8bit/decodewasmjs'),
    () => import('./binaries/jpegDecoder.ts'),
  ),
);

/** An Adobe APP14 segment for no colour transform. */
const ADOBE_NO_TRANSFORM = [0xff, 0xee, 0, 14, 0x41, 0x64, 0x6f, 0x62, 0x65, 0, 100, 0, 0, 0, 0, 0];

/** Starts the codec before a frame needs it. */
export const preload = () => codec.load();

/**
 * Decodes an 8-bit DCT stream (baseline, extended, progressive) with libjpeg-turbo.
 *
 * libjpeg treats three components without a JFIF or Adobe marker as YCbCr. DICOM writers omit both from RGB streams too,
 * so if the header says RGB, an Adobe segment is inserted. An existing marker takes precedence over the header.
 *
 * @throws DicomError `corrupt-codestream`
 */
export async function decodeJpegBaseline(
  bytes: Uint8Array,
  markers: JpegMarkers,
  headerIsRgb: boolean,
  bounds: CodecBounds,
): Promise<DecodedCodestream> {
  const untold = markers.components === 3 && !markers.jfif && markers.adobeTransform === undefined;
  const stream = untold && headerIsRgb ? insert(bytes, ADOBE_NO_TRANSFORM, markers.afterStart) : bytes;
  return {
    ...(await runDecoder(codec, (module) => new module.JPEGDecoder(), stream, 'JPEG', bounds)),
    colour: markers.components === 3 ? 'rgb' : 'stored',
  };
}

function insert(bytes: Uint8Array, segment: number[], at: number): Uint8Array {
  const output = new Uint8Array(bytes.length + segment.length);
  output.set(bytes.subarray(0, at));
  output.set(segment, at);
  output.set(bytes.subarray(at), at + segment.length);
  return output;
}
