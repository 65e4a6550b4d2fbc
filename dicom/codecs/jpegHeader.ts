import { ZIGZAG } from '../jpeg/tables.ts';
import { AC_CODES, DC_CODES, quantisationTable } from './jpegTables.ts';

/** Writes a baseline JPEG up to its scan (ITU T.81 B.2): JFIF without density, tables, frame and scan headers. */
export function jpegHeader(
  width: number,
  height: number,
  channels: 1 | 3,
  quality: number,
): Uint8Array<ArrayBuffer> {
  const components = channels === 3 ? [0, 1, 1] : [0];
  const tables = channels === 3 ? [0, 1] : [0];
  return Uint8Array.from(
    [
      [0xff, 0xd8],
      segment(0xe0, [0x4a, 0x46, 0x49, 0x46, 0, 1, 1, 0, 0, 1, 0, 1, 0, 0]),
      ...tables.map((table) => {
        const values = quantisationTable(table, quality);
        return segment(0xdb, [table, ...Array.from(ZIGZAG, (place) => values[place]!)]);
      }),
      segment(0xc0, [
        ...[8, height >> 8, height & 255, width >> 8, width & 255, channels],
        ...components.flatMap((table, index) => [index + 1, 0x11, table]),
      ]),
      ...tables.map((table) => HUFFMAN_TABLES[table]!),
      segment(0xda, [
        channels,
        ...components.flatMap((table, index) => [index + 1, (table << 4) | table]),
        ...[0, 63, 0],
      ]),
    ].flat(),
  );
}

const segment = (marker: number, body: number[]): number[] => {
  const length = body.length + 2;
  return [0xff, marker, length >> 8, length & 255, ...body];
};

/** Writes the tables of DC and AC coefficients for luminance and chrominance. */
const HUFFMAN_TABLES = [0, 1].map((table) => [
  ...segment(0xc4, [table, ...DC_CODES[table]!.counts, ...DC_CODES[table]!.symbols]),
  ...segment(0xc4, [0x10 | table, ...AC_CODES[table]!.counts, ...AC_CODES[table]!.symbols]),
]);
