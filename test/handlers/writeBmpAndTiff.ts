/** The parts of a bitmap. `pixels` are the bytes as stored in the file. */
export interface BmpParts {
  width: number;
  /** A negative height means rows from the top down. */
  height: number;
  bits: number;
  compression?: number;
  masks?: number[];
  palette?: readonly (readonly [number, number, number])[];
  pixels: Uint8Array;
}

/** Writes a bitmap with a 40-byte information header. */
export function bmp({
  width,
  height,
  bits,
  compression = 0,
  masks = [],
  palette = [],
  pixels,
}: BmpParts): Buffer {
  const table = Buffer.concat([
    ...masks.map((mask) => {
      const bytes = Buffer.alloc(4);
      bytes.writeUInt32LE(mask);
      return bytes;
    }),
    ...palette.map(([red, green, blue]) => Buffer.from([blue, green, red, 0])),
  ]);
  const header = Buffer.alloc(54);
  header.write('BM', 'latin1');
  header.writeUInt32LE(54 + table.length + pixels.length, 2);
  header.writeUInt32LE(54 + table.length, 10);
  header.writeUInt32LE(40, 14);
  header.writeInt32LE(width, 18);
  header.writeInt32LE(height, 22);
  header.writeUInt16LE(1, 26);
  header.writeUInt16LE(bits, 28);
  header.writeUInt32LE(compression, 30);
  header.writeUInt32LE(pixels.length, 34);
  header.writeUInt32LE(palette.length, 46);
  return Buffer.concat([header, table, pixels]);
}

/** The parts of a TIFF with one strip. */
export interface TiffParts {
  width: number;
  height: number;
  bits: number;
  photometric: number;
  samples?: number;
  compression?: number;
  little?: boolean;
  /** Additional fields of shorts, by tag. */
  fields?: Record<number, number[]>;
  pixels: Uint8Array;
}

/** Writes a TIFF 6.0 file: the header, one directory, the values that do not fit into it, and the strip. */
export function tiff(parts: TiffParts): Buffer {
  const { width, height, bits, photometric, samples = 1, compression = 1, little = true, pixels } = parts;
  const shorts: Record<number, number[]> = {
    256: [width],
    257: [height],
    258: Array<number>(samples).fill(bits),
    259: [compression],
    262: [photometric],
    277: [samples],
    278: [height],
    ...parts.fields,
  };
  const count = Object.keys(shorts).length + 2;
  const values: Buffer[] = [];
  let position = 8 + 2 + 12 * count + 4;
  const u16 = (value: number) => (little ? [value & 255, value >> 8] : [value >> 8, value & 255]);
  const u32 = (value: number) =>
    little ? [...u16(value & 65_535), ...u16(value >>> 16)] : [...u16(value >>> 16), ...u16(value & 65_535)];
  const entries: [tag: number, bytes: number[]][] = Object.entries(shorts).map(([tag, list]) => {
    const bytes = Buffer.from(list.flatMap(u16));
    const head = [...u16(Number(tag)), ...u16(3), ...u32(list.length)];
    if (bytes.length <= 4)
      return [Number(tag), [...head, ...Buffer.concat([bytes, Buffer.alloc(4)]).subarray(0, 4)]];
    values.push(bytes);
    position += bytes.length;
    return [Number(tag), [...head, ...u32(position - bytes.length)]];
  });
  entries.push([273, [...u16(273), ...u16(4), ...u32(1), ...u32(position)]]);
  entries.push([279, [...u16(279), ...u16(4), ...u32(1), ...u32(pixels.length)]]);
  entries.sort(([a], [b]) => a - b);
  return Buffer.concat([
    Buffer.from([...Buffer.from(little ? 'II*\0' : 'MM\0*', 'latin1'), ...u32(8), ...u16(count)]),
    ...entries.map(([, bytes]) => Buffer.from(bytes)),
    Buffer.alloc(4),
    ...values,
    pixels,
  ]);
}
