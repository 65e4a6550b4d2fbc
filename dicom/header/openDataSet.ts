import dicomParser from 'dicom-parser';
import type { DataSet } from 'dicom-parser';
import { DicomError } from '../dicomError.ts';
import type { Limits } from '../limits.ts';
import { bytesReader, type RangeReader } from '../rangeReader.ts';
import type { TransferSyntax } from '../transferSyntaxes.ts';
import type { Warning } from '../warning.ts';
import { formatTag } from './formatTag.ts';
import { locateDataSet, MAX_META_BYTES, type DataSetStart } from './locateDataSet.ts';
import { scanHeader, type ElementPlace, type HeaderScan } from './scanHeader.ts';
import { TAGS } from './tags.ts';

/** A file whose header has been read, but not its pixel data. */
export interface OpenDataSet {
  dataSet: DataSet;
  syntax: TransferSyntax;
  /** The elements of group 7FE0, with their places in `reader`. */
  pixelGroup: ElementPlace[];
  /** The source of the pixel data: the file, or its inflated data set. */
  reader: RangeReader;
  warnings: Warning[];
}

const FIRST_READ = 32_768;

/** The limit of a deflated header: a small file must not inflate to a large header. */
const DEFLATED_HEADER_BYTES = 2 ** 24;

/**
 * Reads a file's header and no more: first 32 KB, then more as the header requires.
 *
 * @throws DicomError `not-dicom`, `truncated`, `too-deep`, `too-many-elements`, `header-too-large`
 */
export async function openDataSet(reader: RangeReader, limits: Limits): Promise<OpenDataSet> {
  const beginning = await readBeginning(reader);
  const { start } = beginning;
  let { bytes } = beginning;
  const { syntax, warnings } = start;
  if (syntax.deflated) return openDeflated(await reader.read(0, reader.size), start, limits);

  for (;;) {
    const scan = scanHeader(bytes, reader.size, start.offset, syntax, limits);
    if (!('needs' in scan)) {
      const dataSet = parse(bytes, scan, syntax, warnings);
      return { dataSet, syntax, pixelGroup: scan.pixelGroup, reader, warnings };
    }
    bytes = await grow(bytes, scan.needs, reader, limits);
  }
}

/** Reads the file meta information. It fits into the first read unless it holds much private information. */
async function readBeginning(reader: RangeReader): Promise<{ bytes: Uint8Array; start: DataSetStart }> {
  const bytes = await reader.read(0, Math.min(reader.size, FIRST_READ));
  try {
    return { bytes, start: locateDataSet(bytes) };
  } catch (error) {
    if (bytes.length >= reader.size || !(error instanceof DicomError) || error.code === 'unsafe-preamble')
      throw error;
    const more = await reader.read(0, Math.min(reader.size, MAX_META_BYTES + FIRST_READ));
    return { bytes: more, start: locateDataSet(more) };
  }
}

async function grow(
  bytes: Uint8Array,
  needs: number,
  reader: RangeReader,
  limits: Limits,
): Promise<Uint8Array> {
  if (needs > limits.headerBytes) throw tooLarge(limits.headerBytes);
  const target = Math.min(reader.size, Math.max(needs + 4096, bytes.length * 2));
  const more = await reader.read(bytes.length, target - bytes.length);
  if (more.length === 0)
    throw new DicomError('truncated', `The file ends at byte ${bytes.length}, inside its header.`, {
      offset: bytes.length,
    });
  if (more.buffer === bytes.buffer && more.byteOffset === bytes.byteOffset + bytes.length)
    return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length + more.length);
  const grown = new Uint8Array(bytes.length + more.length);
  grown.set(bytes);
  grown.set(more, bytes.length);
  return grown;
}

/** Opens a deflated file, of which it needs all bytes. Inflates up to the end of the pixel data that the header describes. */
async function openDeflated(
  file: Uint8Array,
  start: { offset: number; syntax: TransferSyntax; warnings: Warning[] },
  limits: Limits,
): Promise<OpenDataSet> {
  const unlimited = Number.MAX_SAFE_INTEGER;
  const most = Math.min(limits.headerBytes, DEFLATED_HEADER_BYTES);
  let scanned: HeaderScan | undefined;
  const { inflate, isWrapped } = await import('./inflate.ts');
  const deflated = file.subarray(start.offset);
  if (isWrapped(deflated))
    start.warnings.push({
      code: 'zlib-wrapper',
      message: 'The deflated data is in a zlib wrapper, which PS3.5 A.5 does not allow.',
      offset: start.offset,
    });
  const bytes = inflate(deflated, (soFar) => {
    const scan = scanHeader(soFar, unlimited, 0, start.syntax, limits);
    if ('needs' in scan) {
      if (scan.needs > most) throw tooLarge(most);
      return scan.needs;
    }
    scanned = scan;
    const pixels = scan.pixelGroup.at(-1);
    const expected = expectedPixelBytes(parse(soFar, scan, start.syntax, []));
    const length = pixels?.length ?? 0;
    if (length > expected + 2)
      throw new DicomError(
        'too-large',
        `The pixel data has ${length} bytes. By the header it should have ${expected}.`,
        {
          tag: '(7fe0,0010)',
        },
      );
    return pixels === undefined ? soFar.length : pixels.valueOffset + length;
  });
  const rescan = scanned ?? scanHeader(bytes, bytes.length, 0, start.syntax, limits);
  if ('needs' in rescan)
    throw new DicomError('truncated', 'The deflated data ends inside the header.', { offset: start.offset });
  const dataSet = parse(bytes, rescan, start.syntax, start.warnings);
  return {
    dataSet,
    syntax: start.syntax,
    pixelGroup: rescan.pixelGroup,
    reader: bytesReader(bytes),
    warnings: start.warnings,
  };
}

/** Returns the number of bytes that Rows, Columns, samples, bits and frames give (PS3.5 8.1.1). */
function expectedPixelBytes(dataSet: DataSet): number {
  const value = (tag: string) => dataSet.uint16(tag) ?? 0;
  const frames = Number(dataSet.string(TAGS.NumberOfFrames) ?? '1') || 1;
  return Math.ceil(
    (value(TAGS.Rows) *
      value(TAGS.Columns) *
      (value(TAGS.SamplesPerPixel) || 1) *
      (value(TAGS.BitsAllocated) || 8) *
      frames) /
      8,
  );
}

/**
 * Runs dicom-parser on each top-level element separately, so that an unreadable one, such as a private sequence with a wrong
 * length, does not affect the others.
 * @throws DicomError `truncated` if an element of the image (group 0028) is unreadable
 */
function parse(bytes: Uint8Array, scan: HeaderScan, syntax: TransferSyntax, warnings: Warning[]): DataSet {
  const parser = syntax.bigEndian
    ? dicomParser.bigEndianByteArrayParser
    : dicomParser.littleEndianByteArrayParser;
  const header = bytes.subarray(0, scan.end);
  // dicom-parser throws a string for an empty stream.
  if (header.length === 0) throw new DicomError('truncated', 'The header cannot be read.', { offset: 0 });
  const dataSet = new (dicomParser as unknown as { DataSet: DataSetConstructor }).DataSet(parser, header, {});
  const read = syntax.explicit
    ? dicomParser.parseDicomDataSetExplicit
    : dicomParser.parseDicomDataSetImplicit;
  const stream = new dicomParser.ByteStream(parser, header, 0);
  for (const { tag, vr, offset, end, misread } of scan.elements) {
    if (misread) {
      warnings.push(skipped(tag, offset));
      continue;
    }
    stream.position = offset;
    try {
      read(dataSet, stream, end);
    } catch (cause) {
      // It throws strings as well as errors.
      if (tag >>> 16 === 0x28 && vr !== 'SQ')
        throw new DicomError('truncated', 'The header is damaged or truncated.', {
          tag: formatTag(tag),
          offset,
          cause,
        });
      warnings.push(skipped(tag, offset));
    }
  }
  return dataSet;
}

const skipped = (tag: number, offset: number): Warning => ({
  code: 'element-skipped',
  message: 'An element was omitted. It is damaged or has a VR with 64-bit values.',
  tag: formatTag(tag),
  offset,
});

type DataSetConstructor = new (
  parser: typeof dicomParser.littleEndianByteArrayParser,
  bytes: Uint8Array,
  elements: object,
) => DataSet;

const tooLarge = (most: number): DicomError =>
  new DicomError('header-too-large', `The header needs more than ${most} bytes.`);
