import { DicomError } from '../dicomError.ts';
import type { ImageHeader } from '../header/imageHeader.ts';
import type { TransferSyntax } from '../transferSyntaxes.ts';
import { isRle } from '../pixels/fragments.ts';
import type { Warning } from '../warning.ts';
import {
  decodeCodestream,
  isCodestream,
  isJpeg2000,
  type CodestreamDecoder,
  type CodestreamRequest,
} from './decodeCodestream.ts';
import { noDeadline, type Deadline } from '../deadline.ts';
import type { DecodedCodestream } from './wasmDecoder.ts';

// Exported here so that a browser loads both in one chunk.
export { EncapsulatedFrames } from '../pixels/encapsulatedFrames.ts';
export { decodeCodestream };

/** An encapsulated frame: a decoded codestream, or the native bytes (PS3.5 8.1.1) of another encoding. */
export type DecodedFrame =
  { codestream: DecodedCodestream } | { codestream: undefined; bytes: Uint8Array; planar: 0 | 1 };

export interface FrameDecoding {
  maxSide?: number;
  codec?: CodestreamDecoder;
  deadline?: Deadline;
}

/**
 * Decodes the bytes of one encapsulated frame. Their first bytes decide over the transfer syntax: some files announce
 * lossless JPEG and hold a baseline one, or announce RLE or no compression and hold a JPEG.
 *
 * @throws DicomError `corrupt-codestream`, `truncated`, `unsupported-codestream`, `too-large`, `too-slow`
 */
export async function decodeFrame(
  bytes: Uint8Array,
  header: ImageHeader,
  { encoding }: TransferSyntax,
  warnings: Warning[],
  { maxSide, codec = decodeCodestream, deadline = noDeadline }: FrameDecoding,
): Promise<DecodedFrame> {
  const { rows, columns, samplesPerPixel, bitsAllocated, planarConfiguration: planar } = header;
  const warn = (code: string, message: string) => {
    if (!warnings.some((warning) => warning.code === code))
      warnings.push({ code, message, tag: '(7fe0,0010)' });
  };
  const size = Math.ceil((rows * columns * samplesPerPixel * bitsAllocated) / 8);
  const native = bytes.length === size || bytes.length === size + 1;
  if (encoding === 'rle' ? !isCodestream(bytes) : !native && isRle(bytes)) {
    if (encoding !== 'rle') warn('other-codestream', 'The frame is RLE, contrary to the transfer syntax.');
    // Samples of 1 bit are packed into bytes, so that they share a segment (PS3.5 G.2).
    const [pixels, width] =
      bitsAllocated < 8
        ? [Math.ceil(size / samplesPerPixel), 1]
        : [rows * columns, Math.ceil(bitsAllocated / 8)];
    const { decodeRle } = await import('./decodeRle.ts');
    return {
      codestream: undefined,
      bytes: await decodeRle(bytes, pixels, samplesPerPixel, width),
      planar: 0,
    };
  }
  if (encoding === 'deflated-frame') {
    const { inflate, isWrapped } = await import('../header/inflate.ts');
    if (isWrapped(bytes))
      warn('zlib-wrapper', 'The frame is in a zlib wrapper, which PS3.5 A.4.12 does not allow.');
    return {
      codestream: undefined,
      bytes: whole(
        inflate(bytes, () => size),
        size,
      ),
      planar,
    };
  }
  if (!isCodestream(bytes) && (native || encoding === 'native')) {
    if (encoding !== 'native')
      warn('not-compressed', 'The frame is native, contrary to the transfer syntax.');
    return { codestream: undefined, bytes: whole(bytes, size), planar };
  }
  if (isCodestream(bytes) && !fits(bytes, encoding))
    warn(
      'other-codestream',
      `The frame is ${isJpeg2000(bytes) ? 'JPEG 2000' : 'JPEG'}, contrary to the transfer syntax.`,
    );
  const request: CodestreamRequest = {
    rows,
    columns,
    isRgb: header.photometricInterpretation === 'RGB',
    ...(maxSide === undefined ? {} : { maxSide }),
  };
  const { warnings: found, ...codestream } = await codec(bytes, request, deadline);
  warnings.push(...found);
  if (maxSide === undefined) compareSizes(codestream, header, warnings);
  return { codestream };
}

const fits = (bytes: Uint8Array, encoding: TransferSyntax['encoding']): boolean =>
  isJpeg2000(bytes) ? encoding === 'jpeg2000' : encoding === 'jpeg' || encoding === 'jpeg-ls';

function whole(bytes: Uint8Array, size: number): Uint8Array {
  if (bytes.length >= size) return bytes;
  throw new DicomError('truncated', `The frame lacks ${size - bytes.length} of its ${size} bytes.`, {
    tag: '(7fe0,0010)',
  });
}

/** Warns when the sizes differ. The codestream's size is used; a far larger one was rejected before. */
function compareSizes(
  { width, height }: DecodedCodestream,
  { columns, rows }: ImageHeader,
  warnings: Warning[],
): void {
  if (width === columns && height === rows) return;
  warnings.push({
    code: 'codestream-size',
    message: `The codestream is ${width} x ${height}, the header says ${columns} x ${rows}. The codestream's size was used.`,
    tag: '(7fe0,0010)',
  });
}
