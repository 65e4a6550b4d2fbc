import { deflateSync } from 'fflate';

/** The items of a sequence. */
export interface Items {
  items: Element[][];
}
/** The fragments of encapsulated pixel data. */
export interface Fragments {
  /** The first one is the basic offset table. */
  fragments: Uint8Array[];
}
export type Value = string | number | number[] | Uint8Array | Items | Fragments;
/** A data element, such as `[0x00280010, 'US', 512]`. */
export type Element = [tag: number, vr: string, value: Value];

export interface FileOptions {
  /** Default: explicit VR little endian. */
  transferSyntax?: string;
  /** Default true. */
  preamble?: boolean;
  /** File meta information; default true. */
  meta?: boolean;
  /** Sequences and items of undefined length; default false. */
  undefinedLength?: boolean;
  /** Encodes the data set in another way than its transfer syntax says. */
  written?: { explicit?: boolean; little?: boolean };
  /** Keeps the order of the elements; default: they are sorted by tag. */
  asGiven?: boolean;
}

export const IMPLICIT = '1.2.840.10008.1.2';
export const EXPLICIT = '1.2.840.10008.1.2.1';
export const DEFLATED = '1.2.840.10008.1.2.1.99';
export const BIG_ENDIAN = '1.2.840.10008.1.2.2';

const LONG_VRS = new Set(['OB', 'OD', 'OF', 'OL', 'OV', 'OW', 'SQ', 'SV', 'UC', 'UN', 'UR', 'UT', 'UV']);
const NUMBER_BYTES: Record<string, number> = {
  US: 2,
  SS: 2,
  OW: 2,
  UL: 4,
  SL: 4,
  AT: 2,
  OF: 4,
  FL: 4,
  FD: 8,
  OD: 8,
  OB: 1,
};

/**
 * Writes a DICOM file (PS3.10) of the given elements. It runs in browsers too. The file meta information names the SOP
 * class and instance where the elements do.
 */
export function writeDicom(elements: Element[], options: FileOptions = {}): Uint8Array<ArrayBuffer> {
  const { transferSyntax = EXPLICIT, preamble = true, meta = true } = options;
  const encoding = {
    explicit: transferSyntax !== IMPLICIT,
    little: transferSyntax !== BIG_ENDIAN,
    undefinedLength: options.undefinedLength ?? false,
    ...options.written,
  };
  const sorted = options.asGiven === true ? elements : [...elements].sort(([a], [b]) => a - b);
  const dataSet = writeElements(sorted, encoding);
  const body = transferSyntax === DEFLATED ? deflateSync(dataSet) : dataSet;
  const parts = preamble ? [new Uint8Array(128), latin1('DICM')] : [];
  if (meta) parts.push(metaInformation(transferSyntax, elements));
  return concatenate([...parts, body]);
}

function metaInformation(transferSyntax: string, elements: Element[]): Uint8Array {
  const encoding = { explicit: true, little: true, undefinedLength: false };
  const value = (tag: number) => elements.find(([each]) => each === tag)?.[2];
  const [sopClass, sopInstance] = [value(0x00080016), value(0x00080018)];
  const identified: Element[] =
    sopClass === undefined || sopInstance === undefined
      ? []
      : [
          [0x00020002, 'UI', sopClass],
          [0x00020003, 'UI', sopInstance],
        ];
  const rest = writeElements([...identified, [0x00020010, 'UI', transferSyntax]], encoding);
  return concatenate([writeElements([[0x00020000, 'UL', rest.length]], encoding), rest]);
}

interface Encoding {
  explicit: boolean;
  little: boolean;
  undefinedLength: boolean;
}

const writeElements = (elements: Element[], encoding: Encoding): Uint8Array =>
  concatenate(elements.map((element) => writeElement(element, encoding)));

function writeElement([tag, vr, value]: Element, encoding: Encoding): Uint8Array {
  const undefinedLength =
    typeof value === 'object' && ('fragments' in value || ('items' in value && encoding.undefinedLength));
  const body = valueBytes(vr, value, encoding);
  const length = undefinedLength ? 0xffffffff : body.length;
  return concatenate([elementHeader(tag, vr, length, encoding), body]);
}

function elementHeader(tag: number, vr: string, length: number, { explicit, little }: Encoding): Uint8Array {
  const long = explicit && LONG_VRS.has(vr);
  const header = new Uint8Array(long ? 12 : 8);
  const view = new DataView(header.buffer);
  view.setUint16(0, tag >>> 16, little);
  view.setUint16(2, tag & 0xffff, little);
  if (explicit) header.set(latin1(vr), 4);
  if (explicit && !long) view.setUint16(6, length, little);
  else view.setUint32(long ? 8 : 4, length, little);
  return header;
}

function valueBytes(vr: string, value: Value, encoding: Encoding): Uint8Array {
  if (typeof value === 'string')
    return latin1(value.length % 2 === 0 ? value : value + (vr === 'UI' ? '\0' : ' '));
  if (typeof value === 'number' || Array.isArray(value)) return numbers(vr, [value].flat(), encoding.little);
  if (value instanceof Uint8Array) return value;
  if ('fragments' in value)
    return concatenate([
      ...value.fragments.flatMap((bytes) => [delimiter(0xe000, bytes.length, true), bytes]),
      delimiter(0xe0dd, 0, true),
    ]);
  const items = value.items.flatMap((elements) => {
    const body = writeElements(elements, encoding);
    if (!encoding.undefinedLength) return [delimiter(0xe000, body.length, encoding.little), body];
    return [delimiter(0xe000, 0xffffffff, encoding.little), body, delimiter(0xe00d, 0, encoding.little)];
  });
  return concatenate(encoding.undefinedLength ? [...items, delimiter(0xe0dd, 0, encoding.little)] : items);
}

/** Writes the header of an item, or a delimiter of an item or a sequence (PS3.5 7.5). */
export function delimiter(element: number, length: number, little: boolean): Uint8Array {
  const bytes = new Uint8Array(8);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, 0xfffe, little);
  view.setUint16(2, element, little);
  view.setUint32(4, length, little);
  return bytes;
}

function numbers(vr: string, values: number[], little: boolean): Uint8Array {
  const width = NUMBER_BYTES[vr];
  if (width === undefined) throw new Error(`Numbers can't be written as ${vr}.`);
  const bytes = new Uint8Array(values.length * width + ((values.length * width) % 2));
  const view = new DataView(bytes.buffer);
  values.forEach((value, index) => {
    const at = index * width;
    if (vr === 'FL' || vr === 'OF') view.setFloat32(at, value, little);
    else if (vr === 'FD' || vr === 'OD') view.setFloat64(at, value, little);
    else if (width === 1) view.setUint8(at, value & 0xff);
    else if (width === 2) view.setUint16(at, value & 0xffff, little);
    else view.setUint32(at, value >>> 0, little);
  });
  return bytes;
}

const latin1 = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));

function concatenate(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
