import type { CodecBounds } from '../codecBounds.ts';
import { DicomError } from '../dicomError.ts';
import { interleave } from '../pixels/colour.ts';
import { packagedModule } from './packagedModule.ts';
import { wasmModule } from './wasmModule.ts';
import { runDecoder, type DecodedCodestream, type WasmDecoder } from './wasmDecoder.ts';

interface JpegLsDecoder extends WasmDecoder {
  /** 0 none (planes), 1 by line, 2 by sample (ITU T.87 annex C). */
  getInterleaveMode(): number;
}

const codec = wasmModule<{ JpegLSDecoder: new () => JpegLsDecoder }>(
  packagedModule(
    () => import('@cornerstonejs/codec-charls/decodewasmjs'),
    () => import('./binaries/charls.ts'),
  ),
);

/** Starts the codec before a frame needs it. */
export const preload = () => codec.load();

/**
 * Decodes JPEG-LS (ITU T.87) with CharLS. CharLS takes many seconds to fail on a truncated stream, so a stream without its
 * end is rejected before. So is a stream with fewer bits than lines, for which memory would be allocated: each line takes
 * at least one bit (A.7.1).
 * @param lines the number of lines in the frame header
 * @throws DicomError `truncated`, `corrupt-codestream`
 */
export async function decodeJpegLs(
  bytes: Uint8Array,
  lines: number,
  bounds: CodecBounds,
): Promise<DecodedCodestream> {
  if (bytes.length * 8 < lines)
    throw new DicomError('truncated', `The JPEG-LS stream has ${bytes.length} bytes for ${lines} lines.`, {
      tag: '(7fe0,0010)',
    });
  if (!hasEnd(bytes))
    throw new DicomError('truncated', 'The JPEG-LS stream has no end of image: it is truncated.', {
      tag: '(7fe0,0010)',
    });
  let mode = 0;
  const decoded = await runDecoder(
    codec,
    (module) => new module.JpegLSDecoder(),
    bytes,
    'JPEG-LS',
    bounds,
    (decoder) => {
      decoder.decode();
      mode = decoder.getInterleaveMode();
    },
  );
  const planes = decoded.components === 3 && mode === 0;
  return {
    ...decoded,
    bytes: planes ? interleavePlanes(decoded.bytes, decoded.bitsPerSample) : decoded.bytes,
    colour: 'stored',
  };
}

function interleavePlanes(bytes: Uint8Array, bits: number): Uint8Array {
  if (bits <= 8) return interleave(bytes);
  const output = interleave(new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.length >> 1));
  return new Uint8Array(output.buffer, output.byteOffset, output.byteLength);
}

/** Finds EOI near the end. Zeros may follow it, since fragments are padded to an even length and sometimes further. */
function hasEnd(bytes: Uint8Array): boolean {
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] === 0) end--;
  for (let at = end - 2; at >= Math.max(0, end - 64); at--)
    if (bytes[at] === 0xff && bytes[at + 1] === 0xd9) return true;
  return false;
}
