import { DicomError } from '../dicomError.ts';
import type { ImageHeader } from '../header/imageHeader.ts';
import type { ElementPlace } from '../header/scanHeader.ts';
import type { RangeReader } from '../rangeReader.ts';
import type { Warning } from '../warning.ts';

/** A run of bytes in the file. */
interface Span {
  offset: number;
  length: number;
}

/** Fragments are walked by reads of this size, so that a walk over many small ones costs few requests. */
const WINDOW = 65_536;
const ITEM = 0xfffee000;
const SEQUENCE_END = 0xfffee0dd;

/** Finds and reads the frames of encapsulated pixel data (PS3.5 A.4), each by its own bytes where a table allows it. */
export class EncapsulatedFrames {
  private frames: Promise<Span[][]> | undefined;
  private readonly reader: RangeReader;
  private readonly pixelGroup: ElementPlace[];
  private readonly header: ImageHeader;
  private readonly frameCount: number;
  /** Where the pixel data ends: it may have a length all the same. */
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

  /** The codestream of a frame, its fragments joined. */
  async read(frame: number): Promise<Uint8Array> {
    this.frames ??= this.locate();
    const spans = (await this.frames)[frame];
    if (spans === undefined || spans.length === 0)
      throw new DicomError('truncated', `The pixel data holds no fragment for frame ${frame}.`, {
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
    const table = await readItem(this.reader, pixels.valueOffset);
    if (table.tag !== ITEM && pixels.length !== undefined) return this.unwrapped(pixels.valueOffset);
    if (table.tag !== ITEM)
      throw new DicomError('truncated', 'The pixel data does not start with an offset table.', {
        tag: '(7fe0,0010)',
        offset: pixels.valueOffset,
      });
    const first = pixels.valueOffset + 8 + table.length;
    const extended = await this.extendedOffsets(first);
    if (extended !== undefined) return extended;
    const offsets = await this.basicOffsets(pixels.valueOffset + 8, table.length);
    const fragments = await this.walk(first);
    if (offsets !== undefined) {
      const byTable = groupByOffsets(
        fragments,
        offsets.map((offset) => first + offset),
      );
      if (byTable !== undefined) return byTable;
      this.warnings.push({
        code: 'wrong-offset-table',
        message: 'The basic offset table does not fit the fragments; it was ignored.',
        tag: '(7fe0,0010)',
      });
    }
    return this.groupByContent(fragments);
  }

  /** Pixel data that was not encapsulated though its transfer syntax wants it: native frames, or one codestream. */
  private unwrapped(offset: number): Span[][] {
    const { rows, columns, samplesPerPixel, bitsAllocated } = this.header;
    const available = this.end - offset;
    const size = Math.ceil((rows * columns * samplesPerPixel * bitsAllocated) / 8);
    const native = available >= size * this.frameCount;
    if (!native && this.frameCount > 1)
      throw new DicomError(
        'corrupt-codestream',
        'The pixel data is not encapsulated, and too short to be native.',
        { tag: '(7fe0,0010)', offset },
      );
    this.warnings.push({
      code: 'not-encapsulated',
      message: 'The pixel data is not encapsulated, though the transfer syntax wants it.',
      tag: '(7fe0,0010)',
      offset,
    });
    if (!native) return [[{ offset, length: available }]];
    return Array.from({ length: this.frameCount }, (_, frame) => [
      { offset: offset + frame * size, length: size },
    ]);
  }

  /** Extended Offset Table and its Lengths (PS3.3 C.7.6.3.1.8): a frame is one fragment. */
  private async extendedOffsets(first: number): Promise<Span[][] | undefined> {
    const offsets = await this.table64(0x7fe00001);
    const lengths = await this.table64(0x7fe00002);
    if (offsets?.length !== this.frameCount || lengths?.length !== this.frameCount) return undefined;
    return offsets.map((offset, frame) => [{ offset: first + offset + 8, length: lengths[frame]! }]);
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

  /** All fragments, by their item headers alone. What stands where an item belongs ends them. */
  private async walk(first: number): Promise<Span[]> {
    const fragments: Span[] = [];
    let position = first;
    let window: { start: number; bytes: Uint8Array } = { start: 0, bytes: new Uint8Array(0) };
    while (position + 8 <= this.end) {
      if (position < window.start || position + 8 > window.start + window.bytes.length)
        window = { start: position, bytes: await this.reader.read(position, WINDOW) };
      const view = new DataView(window.bytes.buffer, window.bytes.byteOffset + position - window.start, 8);
      const tag = view.getUint16(0, true) * 0x10000 + view.getUint16(2, true);
      const length = view.getUint32(4, true);
      if (tag === SEQUENCE_END) return fragments;
      if (tag !== ITEM && fragments.length > 0) break;
      if (tag !== ITEM)
        throw new DicomError('corrupt-codestream', 'After the offset table there is no item.', {
          tag: '(7fe0,0010)',
          offset: position,
        });
      if (length > 0) fragments.push({ offset: position + 8, length });
      position += 8 + length;
    }
    this.warnings.push({
      code: 'no-sequence-delimiter',
      message: 'The pixel data ends without a delimiter.',
      tag: '(7fe0,0010)',
      offset: position,
    });
    return fragments;
  }

  /** Without a table: one fragment a frame, or all for a single frame, or cut where a fragment starts a codestream. */
  private async groupByContent(fragments: Span[]): Promise<Span[][]> {
    if (this.frameCount === 1) return [fragments];
    if (fragments.length === this.frameCount) return fragments.map((fragment) => [fragment]);
    const frames: Span[][] = [];
    for (const fragment of fragments) {
      const start = await this.reader.read(fragment.offset, 4);
      const begins =
        (start[0] === 0xff && start[1] === 0xd8) ||
        (start[0] === 0xff && start[1] === 0x4f) ||
        start[3] === 0x0c;
      if (begins || frames.length === 0) frames.push([]);
      frames.at(-1)!.push(fragment);
    }
    if (frames.length !== this.frameCount)
      throw new DicomError(
        'corrupt-codestream',
        `The ${fragments.length} fragments can't be told apart into ${this.frameCount} frames.`,
        { tag: '(7fe0,0010)' },
      );
    return frames;
  }
}

async function readItem(reader: RangeReader, offset: number): Promise<{ tag: number; length: number }> {
  const bytes = await reader.read(offset, 8);
  if (bytes.length < 8)
    throw new DicomError('truncated', 'The file ends where its pixel data starts.', {
      tag: '(7fe0,0010)',
      offset,
    });
  const view = new DataView(bytes.buffer, bytes.byteOffset, 8);
  return {
    tag: view.getUint16(0, true) * 0x10000 + view.getUint16(2, true),
    length: view.getUint32(4, true),
  };
}

/** Fragments by the frame whose offset they follow; undefined where an offset points between fragments. */
function groupByOffsets(fragments: Span[], starts: number[]): Span[][] | undefined {
  const known = new Map(fragments.map((fragment, index) => [fragment.offset - 8, index]));
  const indices = starts.map((start) => known.get(start));
  if (indices.some((index, frame) => index === undefined || (frame > 0 && index <= indices[frame - 1]!)))
    return undefined;
  return indices.map((index, frame) => fragments.slice(index, indices[frame + 1] ?? fragments.length));
}
