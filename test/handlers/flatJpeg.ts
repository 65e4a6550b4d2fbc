/**
 * Encodes a 16 x 16 baseline JPEG of one colour, with a component for each level and no subsampling. Each block codes
 * only its DC coefficient (T.81 F.1.2.1), with four bits for every category.
 */
export function flatJpeg(
  levels: readonly number[],
  adobeTransform?: number,
  ids = '\x01\x02\x03\x04',
): Buffer {
  const segment = (marker: number, body: number[]): number[] => {
    const length = body.length + 2;
    return [0xff, marker, length >> 8, length & 255, ...body];
  };
  const text = (value: string): number[] => [...Buffer.from(value, 'latin1')];
  const components = levels.map((_, index) => ids.charCodeAt(index));
  const categories = Array.from({ length: 12 }, (_, index) => index);
  return Buffer.from([
    ...[0xff, 0xd8],
    ...(adobeTransform === undefined
      ? []
      : segment(0xee, [...text('Adobe'), 0, 100, 0, 0, 0, 0, adobeTransform])),
    ...segment(0xdb, [0, ...new Array<number>(64).fill(1)]),
    ...segment(0xc0, [8, 0, 16, 0, 16, levels.length, ...components.flatMap((id) => [id, 0x11, 0])]),
    // Twelve DC categories of four bits. The only AC code is the end of block, of one bit.
    ...segment(0xc4, [0x00, 0, 0, 0, 12, ...new Array<number>(12).fill(0), ...categories]),
    ...segment(0xc4, [0x10, 1, ...new Array<number>(15).fill(0), 0]),
    ...segment(0xda, [levels.length, ...components.flatMap((id) => [id, 0]), 0, 63, 0]),
    ...scan(levels),
    ...[0xff, 0xd9],
  ]);
}

/** Encodes four blocks. The differences after the first are 0. */
function scan(levels: readonly number[]): number[] {
  let bits = '';
  for (let block = 0; block < 4; block++) {
    for (const level of levels) bits += `${dc(block === 0 ? (level - 128) * 8 : 0)}0`;
  }
  const padded = bits.padEnd(Math.ceil(bits.length / 8) * 8, '1');
  return (padded.match(/.{8}/g) ?? []).flatMap((byte) => {
    const value = Number.parseInt(byte, 2);
    return value === 0xff ? [0xff, 0] : [value];
  });
}

function dc(difference: number): string {
  const category = difference === 0 ? 0 : Math.floor(Math.log2(Math.abs(difference))) + 1;
  const bits = difference > 0 ? difference : difference + 2 ** category - 1;
  const coded = category === 0 ? '' : bits.toString(2).padStart(category, '0');
  return category.toString(2).padStart(4, '0') + coded;
}
