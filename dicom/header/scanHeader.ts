import { DicomError } from '../dicomError.ts';
import type { Limits } from '../limits.ts';
import { formatTag } from './formatTag.ts';
import { PIXEL_TAGS } from './tags.ts';

/** The group of Pixel Data, Float and Double Float Pixel Data, and of the extended offset table before them. */
const PIXEL_GROUP = 0x7fe0;
const ITEM = 0xfffee000;
const ITEM_END = 0xfffee00d;
const SEQUENCE_END = 0xfffee0dd;
const UNDEFINED_LENGTH = 0xffffffff;

/** VRs with a 32-bit length (PS3.5 7.1.2). */
const LONG_VRS = new Set(['OB', 'OD', 'OF', 'OL', 'OV', 'OW', 'SQ', 'SV', 'UC', 'UN', 'UR', 'UT', 'UV']);

const VRS = new Set([
  ...LONG_VRS,
  ...[
    'AE',
    'AS',
    'AT',
    'CS',
    'DA',
    'DS',
    'DT',
    'FD',
    'FL',
    'IS',
    'LO',
    'LT',
    'PN',
    'SH',
    'SL',
    'SS',
    'ST',
    'TM',
  ],
  ...['UI', 'UL', 'US'],
]);

/** The place of a top-level element in the file. */
export interface ElementPlace {
  tag: number;
  vr: string | undefined;
  /** The offset of the element's first byte. */
  offset: number;
  valueOffset: number;
  /** The value's length in bytes; undefined for an undefined length. */
  length: number | undefined;
}

/** A top-level element before the pixel data, with its nested elements. */
export interface HeaderElement extends ElementPlace {
  /** The offset after the element. */
  end: number;
  /** dicom-parser would misread it, or an element in it: a VR of 64-bit values, or implicit VR among explicit VR. */
  misread: boolean;
}

export interface HeaderScan {
  /** The end of the elements before group 7FE0. */
  end: number;
  elements: HeaderElement[];
  /** The elements of group 7FE0, up to the pixel data. */
  pixelGroup: ElementPlace[];
}

interface Level {
  kind: 'data set' | 'sequence' | 'fragments';
  end: number;
  explicit: boolean;
  /** A sequence of VR UN. Its items may be in explicit VR, from writers that do not convert them. */
  unknown?: boolean;
}

/**
 * Walks over the elements of a data set (PS3.5 7) without recursion and without allocating their values. So the depth and
 * the number of elements are limited before dicom-parser, which recurses, reads the header.
 *
 * @param bytes the start of the file, as far as it was read
 * @param fileSize the size of the whole file, which no element may exceed
 * @returns the scan, or the number of bytes that it needs to continue
 * @throws DicomError `too-deep`, `too-many-elements`, `truncated`
 */
export function scanHeader(
  bytes: Uint8Array,
  fileSize: number,
  start: number,
  encoding: { explicit: boolean; bigEndian: boolean },
  limits: Limits,
): HeaderScan | { needs: number } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const little = !encoding.bigEndian;
  const pixelGroup: ElementPlace[] = [];
  const elements: HeaderElement[] = [];
  const done = (end: number): HeaderScan => {
    elements.forEach((element, index) => (element.end = elements[index + 1]?.offset ?? end));
    return { end, elements, pixelGroup };
  };
  const stack: Level[] = [{ kind: 'data set', end: fileSize, explicit: encoding.explicit }];
  let position = start;
  let count = 0;

  for (;;) {
    const level = stack.at(-1)!;
    if (position >= level.end) {
      if (stack.length === 1) return done(Math.min(position, fileSize));
      stack.pop();
      continue;
    }
    if (position + 8 > fileSize) {
      // A few bytes after the last element are padding; inside a sequence they are a truncated element.
      if (stack.length > 1) throw cut(position, fileSize);
      return done(position);
    }
    if (position + 12 > bytes.length && bytes.length < fileSize) return { needs: position + 12 };
    if (++count > limits.elements)
      throw new DicomError(
        'too-many-elements',
        `The header has more than ${limits.elements} elements and items.`,
        {
          offset: position,
        },
      );

    const tag = view.getUint16(position, little) * 0x10000 + view.getUint16(position + 2, little);
    if (tag === ITEM || tag === ITEM_END || tag === SEQUENCE_END) {
      const length = view.getUint32(position + 4, little);
      position += 8;
      if (tag === ITEM && level.kind === 'fragments') {
        if (length === UNDEFINED_LENGTH) throw cut(position, fileSize);
        position += length;
      } else if (tag === ITEM && level.kind === 'sequence' && length > 0) {
        const end = length === UNDEFINED_LENGTH ? Infinity : Math.min(position + length, level.end);
        const explicit = level.explicit || (level.unknown === true && startsExplicit(bytes, position));
        if (explicit && level.unknown === true) elements.at(-1)!.misread = true;
        push(stack, { kind: 'data set', end, explicit }, limits, position);
      } else if (tag !== ITEM && stack.length > 1) {
        // Ignore a delimiter inside a defined length, which ends the sequence or item by itself.
        if (level.end === Infinity) stack.pop();
      }
      continue;
    }
    if (level.kind !== 'data set') {
      // Anything but an item ends a sequence without a delimiter.
      stack.pop();
      continue;
    }

    const room = Math.min(level.end, fileSize) - position;
    const element = readElement(bytes, view, position, tag, { explicit: level.explicit, little, room });
    if (stack.length === 1 && tag >>> 16 >= PIXEL_GROUP) {
      if (tag >>> 16 > PIXEL_GROUP || pixelGroup.length > 8) return done(pixelGroup[0]?.offset ?? position);
      pixelGroup.push(element);
      const isPixels =
        tag === PIXEL_TAGS.FloatPixelData ||
        tag === PIXEL_TAGS.DoubleFloatPixelData ||
        tag === PIXEL_TAGS.PixelData;
      if (isPixels || element.length === undefined) return done(pixelGroup[0]!.offset);
      position = element.valueOffset + element.length;
      continue;
    }
    const implicitAmongExplicit = level.explicit && element.vr === undefined;
    if (stack.length === 1) elements.push(element);
    if (implicitAmongExplicit || element.vr === 'OV' || element.vr === 'SV' || element.vr === 'UV')
      elements.at(-1)!.misread = true;

    position = element.valueOffset;
    // UN of undefined length holds a sequence in implicit VR (PS3.5 6.2.2 note 4).
    const explicit = level.explicit && element.vr !== undefined && element.vr !== 'UN';
    if (element.length === undefined) {
      const kind = element.vr !== undefined && /^O[BWDFLV]$/.test(element.vr) ? 'fragments' : 'sequence';
      push(stack, { kind, end: Infinity, explicit, unknown: element.vr === 'UN' }, limits, position);
      continue;
    }
    if (position + element.length > fileSize) throw cut(element.offset, fileSize, tag);
    if (
      element.vr === 'SQ' ||
      (element.vr === undefined && startsWithItem(view, position, element.length, little))
    )
      push(stack, { kind: 'sequence', end: position + element.length, explicit }, limits, position);
    else position += element.length;
  }
}

function readElement(
  bytes: Uint8Array,
  view: DataView,
  offset: number,
  tag: number,
  { explicit, little, room }: { explicit: boolean; little: boolean; room: number },
): HeaderElement {
  if (!explicit || isImplicit(bytes, view, offset, little, room)) {
    const length = view.getUint32(offset + 4, little);
    return {
      tag,
      vr: undefined,
      offset,
      valueOffset: offset + 8,
      length: length === UNDEFINED_LENGTH ? undefined : length,
      end: 0,
      misread: false,
    };
  }
  const vr = String.fromCharCode(bytes[offset + 4]!, bytes[offset + 5]!);
  if (!LONG_VRS.has(vr))
    return {
      tag,
      vr,
      offset,
      valueOffset: offset + 8,
      length: view.getUint16(offset + 6, little),
      end: 0,
      misread: false,
    };
  if (offset + 12 > bytes.length) throw cut(offset, bytes.length, tag);
  const length = view.getUint32(offset + 8, little);
  return {
    tag,
    vr,
    offset,
    valueOffset: offset + 12,
    length: length === UNDEFINED_LENGTH ? undefined : length,
    end: 0,
    misread: false,
  };
}

/**
 * Recognises an element in implicit VR within an explicit data set, as some writers write private elements: it has no VR,
 * and a 32-bit length that fits.
 */
function isImplicit(
  bytes: Uint8Array,
  view: DataView,
  offset: number,
  little: boolean,
  room: number,
): boolean {
  // Some writers put lower-case letters or question marks in place of a VR.
  const isVr = (at: number) => isLetter(bytes[at]! | 0x20) || bytes[at] === 0x3f;
  if (isVr(offset + 4) && isVr(offset + 5)) return false;
  const length = view.getUint32(offset + 4, little);
  return length === UNDEFINED_LENGTH || length + 8 <= room;
}

/** Checks whether an item's first element has a VR (PS3.5 6.2). In implicit VR its length stands there. */
const startsExplicit = (bytes: Uint8Array, at: number): boolean =>
  VRS.has(String.fromCharCode(bytes[at + 4] ?? 0, bytes[at + 5] ?? 0));

const isLetter = (byte: number): boolean => byte >= 0x61 && byte <= 0x7a;

/** Recognises an implicit sequence by an item at the start of its value, as dicom-parser does. */
function startsWithItem(view: DataView, at: number, length: number, little: boolean): boolean {
  if (length < 8 || at + 4 > view.byteLength) return false;
  const tag = view.getUint16(at, little) * 0x10000 + view.getUint16(at + 2, little);
  return tag === ITEM || tag === SEQUENCE_END;
}

function push(stack: Level[], level: Level, limits: Limits, offset: number): void {
  // A sequence and its item make one level of nesting.
  if (stack.length / 2 >= limits.depth)
    throw new DicomError('too-deep', `Sequences are nested more than ${limits.depth} levels deep.`, {
      offset,
    });
  stack.push(level);
}

const cut = (offset: number, size: number, tag?: number): DicomError =>
  new DicomError(
    'truncated',
    `The file ends at byte ${size}, in the middle of the element at byte ${offset}.`,
    {
      offset,
      ...(tag === undefined ? {} : { tag: formatTag(tag) }),
    },
  );
