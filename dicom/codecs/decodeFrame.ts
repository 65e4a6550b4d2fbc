import { DicomError } from '../dicomError.ts';
import { inflate } from '../header/inflate.ts';
import type { ImageHeader } from '../header/imageHeader.ts';
import type { TransferSyntax } from '../transferSyntaxes.ts';
import type { Warning } from '../warning.ts';
import { decodeJpeg } from '../jpeg/index.ts';
import { decodeRle } from './rle.ts';
import { readJpegMarkers } from './jpegMarkers.ts';
import { decodeJpegBaseline } from './jpegBaseline.ts';
import { decodeJpegLs } from './jpegLs.ts';
import { decodeJpeg2000 } from './jpeg2000.ts';
import type { DecodedCodestream } from './wasmDecoder.ts';

/**
 * Decodes the codestream of one frame. What it is, its own first bytes say: the transfer syntax is believed only where
 * they agree (a file may say lossless JPEG and hold a baseline one).
 *
 * @param maxSide see `decodeJpeg2000`
 * @throws DicomError `corrupt-codestream`, `truncated`, `unsupported-codestream`, `too-large`
 */
export async function decodeFrame(
  bytes: Uint8Array,
  header: ImageHeader,
  syntax: TransferSyntax,
  warnings: Warning[],
  maxSide?: number,
): Promise<DecodedCodestream> {
  const bytesPerSample = Math.ceil(header.bitsAllocated / 8);
  const native = (native: Uint8Array): DecodedCodestream => ({
    width: header.columns,
    height: header.rows,
    components: header.samplesPerPixel,
    bitsPerSample: header.bitsAllocated,
    signed: header.signed,
    bytes: native,
    colour: 'stored',
  });
  const pixels = header.rows * header.columns;
  if (syntax.encoding === 'rle')
    return native(decodeRle(bytes, pixels, header.samplesPerPixel, bytesPerSample));
  if (syntax.encoding === 'deflated-frame') {
    const size = Math.ceil((pixels * header.samplesPerPixel * header.bitsAllocated) / 8);
    const inflated = inflate(bytes, () => size);
    if (inflated.length < size)
      throw new DicomError(
        'truncated',
        `The deflated frame lacks ${size - inflated.length} of its ${size} bytes.`,
        { tag: '(7fe0,0010)' },
      );
    return native(inflated);
  }
  if (syntax.encoding === 'native') return native(bytes);

  const decoded = await decodeCodestream(bytes, header, warnings, maxSide);
  checkSize(decoded, header, maxSide !== undefined, warnings);
  return decoded;
}

async function decodeCodestream(
  bytes: Uint8Array,
  header: ImageHeader,
  warnings: Warning[],
  maxSide: number | undefined,
): Promise<DecodedCodestream> {
  const wavelet = (bytes[0] === 0xff && bytes[1] === 0x4f) || (bytes[4] === 0x6a && bytes[5] === 0x50);
  if (wavelet) return decodeJpeg2000(bytes, header.rows * header.columns * 4, maxSide);
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8)
    throw new DicomError(
      'corrupt-codestream',
      'The compressed frame starts like no codestream that is known.',
      { tag: '(7fe0,0010)' },
    );
  const markers = readJpegMarkers(bytes);
  if (markers.width * markers.height > header.rows * header.columns * 4)
    throw new DicomError('too-large', 'The JPEG stream is far larger than Rows and Columns say.', {
      tag: '(7fe0,0010)',
    });
  if (markers.frame === 0xf7) return decodeJpegLs(bytes);
  const { frame, precision } = markers;
  // libjpeg-turbo is the faster one, and knows 8-bit DCT only.
  if (frame >= 0xc0 && frame <= 0xc2 && precision === 8)
    return decodeJpegBaseline(bytes, markers, header.photometricInterpretation === 'RGB');
  const {
    pixels,
    transform,
    warnings: found,
    ...decoded
  } = decodeJpeg(bytes, {
    unmarked: header.photometricInterpretation === 'RGB' ? 'rgb' : 'ycbcr',
    maxSamples: header.rows * header.columns * 12,
  });
  warnings.push(...found);
  const { buffer, byteOffset, byteLength } = pixels;
  return {
    ...decoded,
    signed: false,
    bytes: new Uint8Array(buffer, byteOffset, byteLength),
    colour: transform === 'ycbcr' ? 'rgb' : 'stored',
  };
}

/** The codestream's own size is believed where it is near the header's; a file whose sizes disagree grossly is refused. */
function checkSize(
  decoded: DecodedCodestream,
  header: ImageHeader,
  reduced: boolean,
  warnings: Warning[],
): void {
  if (reduced || (decoded.width === header.columns && decoded.height === header.rows)) return;
  warnings.push({
    code: 'codestream-size',
    message: `The codestream is ${decoded.width} x ${decoded.height}, the header says ${header.columns} x ${header.rows}; the codestream is shown.`,
    tag: '(7fe0,0010)',
  });
}
