/** Quantisation and Huffman tables of ITU T.81 annex K, which nearly every writer uses; for luminance, for chrominance. */

const FILL = Array.from({ length: 32 }, () => 99);

/** Tables K.1 and K.2, row by row. */
const QUANTISATION = [
  [
    16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56, 14, 17,
    22, 29, 51, 87, 80, 62, 18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92, 49, 64, 78,
    87, 103, 121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99,
  ],
  [
    17, 18, 24, 47, 99, 99, 99, 99, 18, 21, 26, 66, 99, 99, 99, 99, 24, 26, 56, 99, 99, 99, 99, 99, 47, 66,
    99, 99, 99, 99, 99, 99,
  ].concat(FILL),
];

/** The number of codes of each length from 1 to 16, and the symbols in their order. */
export interface HuffmanCodes {
  counts: readonly number[];
  symbols: readonly number[];
}

/** Tables K.3 and K.4. */
export const DC_CODES: readonly HuffmanCodes[] = [
  [0, 1, 5, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0],
  [0, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0],
].map((counts) => ({ counts, symbols: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11] }));

const bytes = (hex: string): number[] => hex.match(/../g)!.map((pair) => Number.parseInt(pair, 16));

/** Tables K.5 and K.6. */
export const AC_CODES: readonly HuffmanCodes[] = [
  {
    counts: [0, 2, 1, 3, 3, 2, 4, 3, 5, 5, 4, 4, 0, 0, 1, 125],
    symbols: bytes(
      '01020300041105122131410613516107227114328191a1082342b1c11552d1f02433627282090a161718191a25262728292a' +
        '3435363738393a434445464748494a535455565758595a636465666768696a737475767778797a838485868788898a9293' +
        '9495969798999aa2a3a4a5a6a7a8a9aab2b3b4b5b6b7b8b9bac2c3c4c5c6c7c8c9cad2d3d4d5d6d7d8d9dae1e2e3e4e5e6' +
        'e7e8e9eaf1f2f3f4f5f6f7f8f9fa',
    ),
  },
  {
    counts: [0, 2, 1, 2, 4, 4, 3, 4, 7, 5, 4, 4, 0, 1, 2, 119],
    symbols: bytes(
      '0001020311040521310612415107617113223281081442' +
        '91a1b1c109233352f0156272d10a162434e125f11718191a262728292a35363738393a434445464748494a535455565758' +
        '595a636465666768696a737475767778797a82838485868788898a92939495969798999aa2a3a4a5a6a7a8a9aab2b3b4b5' +
        'b6b7b8b9bac2c3c4c5c6c7c8c9cad2d3d4d5d6d7d8d9dae2e3e4e5e6e7e8e9eaf2f3f4f5f6f7f8f9fa',
    ),
  },
];

/** Returns the quantisation table for a quality from 1 to 100, scaled as libjpeg does, row by row. */
export function quantisationTable(index: number, quality: number): number[] {
  const percent = quality < 50 ? Math.floor(5000 / quality) : 200 - 2 * quality;
  return QUANTISATION[index]!.map((value) =>
    Math.min(255, Math.max(1, Math.floor((value * percent + 50) / 100))),
  );
}
