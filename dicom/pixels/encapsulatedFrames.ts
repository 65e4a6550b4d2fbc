import { DicomError } from '../dicomError.ts';
import type { ImageHeader } from '../header/imageHeader.ts';
import type { ElementPlace } from '../header/scanHeader.ts';
import { PIXEL_TAGS } from '../header/tags.ts';
import type { RangeReader } from '../rangeReader.ts';
import type { Warning } from '../warning.ts';
import { ITEM, itemHeader, startsFrame, walkFragments, type Span } from './fragments.ts';

/** Finds and reads the frames of encapsulated pixel data (PS3.5 A.4), by an offset table if there is one. */
export class EncapsulatedFrames {
  private frames: Promise<Span[][]> | undefined;
  /** The items of the extended offset table, with their headers; undefined without such a table. */
  private extended: Promise<Span[] | undefined> | undefined;
  private readonly reader: RangeReader;
  private readonly pixelGroup: ElementPlace[];
  private readonly header: ImageHeader;
  private readonly frameCount: number;
  /** The end of the pixel data, which may have a defined length. */
  private readonly end: number;
  private readonly warnings: Warning[];

  constructor(reader: RangeReader, pixelGroup: ElementPlace[], header: ImageHeader, warnings: Warning[]) {
    this.reader = reader;
    this.pixelGroup = pixelGroup;
    this.header = header;
    this.frameCount = header.frames;
    const { valueOffset, length } = pixelGroup.at(-1)!;
    this.end = Math.min(reader.size, length === undefined ? reader.size : valueOffset + length);
    this.warnings = warnings;
  }

  /** Reads the codestream of a frame, and joins its fragments. */
  async read(frame: number): Promise<Uint8Array> {
    const byTable = await this.readByTable(frame);
    if (byTable !== undefined) return byTable;
    this.frames ??= this.locate();
    const spans = (await this.frames)[frame];
    if (spans === undefined || spans.length === 0)
      throw new DicomError('truncated', `The pixel data has no fragment for frame ${frame}.`, {
        tag: '(7fe0,0010)',
      });
    const parts = await Promise.all(spans.map((span) => this.fragmentBytes(span)));
    if (parts.length === 1) return parts[0]!;
    const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
    let offset = 0;
    for (const part of parts) {
      whole.set(part, offset);
      offset += part.length;
    }
    return whole;
  }

  /**
   * Reads a frame by the Extended Offset Table and its Lengths (PS3.3 C.7.6.3.1.8), if they exist and agree with the frame's
   * item. Each frame is one fragment then.
   */
  private async readByTable(frame: number): Promise<Uint8Array | undefined> {
    const spans = await (this.extended ??= this.extendedOffsets());
    const span = spans?.[frame];
    if (span === undefined) return undefined;
    if (span.length > 0 && span.offset + 8 + span.length <= this.end) {
      const bytes = await this.reader.read(span.offset, 8 + span.length);
      const item = bytes.length < 8 + span.length ? undefined : itemHeader(bytes);
      if (item?.tag === ITEM && item.length >= span.length) return bytes.subarray(8);
    }
    this.extended = Promise.resolve(undefined);
    this.ignoreTable('extended');
    return undefined;
  }

  private ignoreTable(kind: 'basic' | 'extended'): void {
    this.warnings.push({
      code: 'wrong-offset-table',
      message: `The ${kind} offset table does not fit the fragments; it was ignored.`,
      tag: '(7fe0,0010)',
    });
  }

  private async fragmentBytes({ offset, length }: Span): Promise<Uint8Array> {
    const bytes = await this.reader.read(offset, length);
    if (bytes.length < length)
      throw new DicomError('truncated', `A fragment lacks ${length - bytes.length} of its ${length} bytes.`, {
        tag: '(7fe0,0010)',
        offset,
      });
    return bytes;
  }

  private async locate(): Promise<Span[][]> {
    const pixels = this.pixelGroup.at(-1)!;
    const start = await this.reader.read(pixels.valueOffset, 16);
    const table = start.length < 8 ? undefined : itemHeader(start);
    if (table?.tag !== ITEM && pixels.length !== undefined) return this.unwrapped(pixels.valueOffset);
    if (table?.tag !== ITEM)
      throw new DicomError('truncated', 'The pixel data does not start with an offset table.', {
        tag: '(7fe0,0010)',
        offset: pixels.valueOffset,
      });
    // The table may be empty but not absent (PS3.5 A.4). Some writers omit it, and start with a frame.
    const forgotten = table.length > 0 && startsFrame(start.subarray(8));
    if (forgotten)
      this.warnings.push({
        code: 'no-offset-table',
        message: 'The pixel data starts with a frame instead of its offset table.',
        tag: '(7fe0,0010)',
        offset: pixels.valueOffset,
      });
    const first = forgotten ? pixels.valueOffset : pixels.valueOffset + 8 + table.length;
    const offsets = forgotten ? undefined : await this.basicOffsets(pixels.valueOffset + 8, table.length);
    const fragments = await walkFragments(this.reader, first, this.end, this.warnings);
    if (offsets !== undefined) {
      const byTable = groupByOffsets(
        fragments,
        offsets.map((offset) => first + offset),
      );
      if (byTable !== undefined) return byTable;
      this.ignoreTable('basic');
    }
    return this.groupByContent(fragments);
  }

  /** Locates frames that are not encapsulated, contrary to the transfer syntax: native ones, or one codestream. */
  private unwrapped(offset: number): Span[][] {
    const { rows, columns, samplesPerPixel, bitsAllocated } = this.header;
    const available = this.end - offset;
    const size = Math.ceil((rows * columns * samplesPerPixel * bitsAllocated) / 8);
    const native = available >= size * this.frameCount;
    if (!native && this.frameCount > 1)
      throw new DicomError(
        'corrupt-codestream',
        'The pixel data is not encapsulated, and is too short to be native.',
        { tag: '(7fe0,0010)', offset },
      );
    this.warnings.push({
      code: 'not-encapsulated',
      message: 'The pixel data is not encapsulated, contrary to the transfer syntax.',
      tag: '(7fe0,0010)',
      offset,
    });
    if (!native) return [[{ offset, length: available }]];
    return Array.from({ length: this.frameCount }, (_, frame) => [
      { offset: offset + frame * size, length: size },
    ]);
  }

  private async extendedOffsets(): Promise<Span[] | undefined> {
    const offsets = await this.table64(PIXEL_TAGS.ExtendedOffsetTable);
    const lengths = await this.table64(PIXEL_TAGS.ExtendedOffsetTableLengths);
    if (offsets?.length !== this.frameCount || lengths?.length !== this.frameCount) return undefined;
    const { valueOffset } = this.pixelGroup.at(-1)!;
    const start = await this.reader.read(valueOffset, 8);
    if (start.length < 8) return undefined;
    const first = valueOffset + 8 + itemHeader(start).length;
    return offsets.map((offset, frame) => ({ offset: first + offset, length: lengths[frame]! }));
  }

  private async table64(tag: number): Promise<number[] | undefined> {
    const place = this.pixelGroup.find((element) => element.tag === tag);
    if (place?.length === undefined || place.length !== 8 * this.frameCount) return undefined;
    const bytes = await this.reader.read(place.valueOffset, place.length);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    return Array.from({ length: bytes.length >> 3 }, (_, index) =>
      Number(view.getBigUint64(8 * index, true)),
    );
  }

  private async basicOffsets(at: number, length: number): Promise<number[] | undefined> {
    if (length !== 4 * this.frameCount) return undefined;
    const bytes = await this.reader.read(at, length);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    return Array.from({ length: bytes.length >> 2 }, (_, index) => view.getUint32(4 * index, true));
  }

  /**
   * Groups fragments without a table: all for a single frame, one for each frame, or split at fragments that start a frame.
   * If their number is wrong, the first frames are right all the same.
   */
  private async groupByContent(fragments: Span[]): Promise<Span[][]> {
    if (this.frameCount === 1) return [fragments];
    if (fragments.length === this.frameCount) return fragments.map((fragment) => [fragment]);
    const frames: Span[][] = [];
    for (const fragment of fragments) {
      const start = await this.reader.read(fragment.offset, 8);
      if (startsFrame(start) || frames.length === 0) frames.push([]);
      frames.at(-1)!.push(fragment);
    }
    if (frames.length !== this.frameCount)
      this.warnings.push({
        code: 'wrong-frame-count',
        message: `The ${fragments.length} fragments make ${frames.length} frames. The header states ${this.frameCount}.`,
        tag: '(7fe0,0010)',
      });
    return frames;
  }
}

/** Groups fragments by the frames' offsets. Returns undefined if an offset does not point to a fragment. */
function groupByOffsets(fragments: Span[], starts: number[]): Span[][] | undefined {
  const known = new Map(fragments.map((fragment, index) => [fragment.offset - 8, index]));
  const indices = starts.map((start) => known.get(start));
  if (indices.some((index, frame) => index === undefined || (frame > 0 && index <= indices[frame - 1]!)))
    return undefined;
  return indices.map((index, frame) => fragments.slice(index, indices[frame + 1] ?? fragments.length));
}
