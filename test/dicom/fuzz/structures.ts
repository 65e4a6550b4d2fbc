import { delimiter, IMPLICIT, writeDicom, type Element } from '../../support/writeDicom.ts';
import { imageFile } from '../../support/imageFile.ts';
import type { Random } from './random.ts';

const bytesOf = (length: number, next: Random): Uint8Array => Uint8Array.from({ length }, () => next(256));

/** Makes nested sequences of undefined length. */
function nested(next: Random): Uint8Array {
  const sequence = Buffer.from([0x08, 0x00, 0x15, 0x11, 0xff, 0xff, 0xff, 0xff]);
  const item = delimiter(0xe000, 0xffffffff, true);
  const levels = Array.from({ length: next(300) }, () => [sequence, item]).flat();
  return Buffer.concat([writeDicom([], { transferSyntax: IMPLICIT }), ...levels]);
}

function items(next: Random): Uint8Array {
  const sequence: Element = [0x00081115, 'SQ', { items: Array.from({ length: next(2000) }, () => []) }];
  return imageFile({ elements: [sequence], undefinedLength: next(2) === 0 });
}

/** Makes random RLE headers and segments (PS3.5 G.5). */
function rle(next: Random): Uint8Array {
  const header = Buffer.alloc(64);
  for (let at = 0; at < 16; at++) header.writeUInt32LE(next(4) === 0 ? next(2 ** 32) : next(200), at * 4);
  header.writeUInt32LE(next(18), 0);
  return encapsulated('1.2.840.10008.1.2.5', [Buffer.concat([header, bytesOf(next(200), next)])], next);
}

/** Makes empty, many or random fragments with a random offset table. */
function fragments(next: Random): Uint8Array {
  const parts = Array.from({ length: next(40) }, () => bytesOf(next(3) === 0 ? 0 : 2 * next(30), next));
  const syntaxes = ['4.50', '4.51', '4.57', '4.70', '4.80', '4.90', '4.201', '5', '8.1'];
  return encapsulated(`1.2.840.10008.1.2.${syntaxes[next(syntaxes.length)]!}`, parts, next);
}

function encapsulated(transferSyntax: string, parts: Uint8Array[], next: Random): Uint8Array {
  const table = next(2) === 0 ? new Uint8Array(0) : bytesOf(4 * next(6), next);
  const bitsAllocated = next(2) === 0 ? 8 : 16;
  return imageFile({
    rows: 1 + next(20),
    columns: 1 + next(20),
    frames: 1 + next(5),
    bitsAllocated,
    pixelVr: 'OB',
    transferSyntax,
    pixels: { fragments: [table, ...parts] },
  });
}

/** Makes palettes whose descriptors, segments and indices do not match. */
function palette(next: Random): Uint8Array {
  const segmented = next(2) === 0;
  const elements = [0x00281101, 0x00281102, 0x00281103].flatMap((tag): Element[] => [
    [tag, 'US', [next(3) === 0 ? next(65536) : 256, next(300), next(2) === 0 ? 8 : 16]],
    [
      tag + (segmented ? 0x120 : 0x100),
      'OW',
      Array.from({ length: next(300) }, () => next(segmented ? 6 : 65536)),
    ],
  ]);
  return imageFile({ rows: 8, columns: 8, photometric: 'PALETTE COLOR', elements });
}

/** Makes dimensions that require far more data than the file has. */
const bomb = (next: Random): Uint8Array =>
  imageFile({
    pixels: Array.from({ length: 16 }, () => 1),
    elements: [
      [0x00280010, 'US', 60000 + next(5000)],
      [0x00280011, 'US', 1 + next(65000)],
      [0x00280008, 'IS', String(next(2 ** 31))],
    ],
  });

/** Makes random sample formats, valid and invalid. */
const formats = (next: Random): Uint8Array =>
  imageFile({
    rows: 1 + next(9),
    columns: 1 + next(9),
    samples: 1 + next(4),
    planar: next(3),
    bitsAllocated: [1, 8, 12, 16, 24, 32, 64][next(7)]!,
    bitsStored: next(40),
    highBit: next(40),
    signed: next(2) === 0,
    photometric: ['MONOCHROME1', 'RGB', 'YBR_FULL', 'YBR_FULL_422', 'YBR_PARTIAL_420', 'PALETTE COLOR'][
      next(6)
    ]!,
    pixelVr: 'OB',
    pixels: bytesOf(next(400), next),
  });

/** Makes random or almost valid extended offset tables over fragments that each start like a frame. */
function extendedTable(next: Random): Uint8Array {
  const frames = 1 + next(6);
  const parts = Array.from({ length: next(8) }, () =>
    Uint8Array.from([1, 0, 0, 0, 64, ...bytesOf(59 + 2 * next(20) + 1, next)]),
  );
  const number = (right: number): bigint =>
    next(3) === 0 ? (BigInt(next(2 ** 32)) << BigInt(next(32))) + BigInt(next(99)) : BigInt(right);
  let place = 0;
  const offsets = Array.from({ length: frames }, (_, frame) => {
    const here = place;
    place += 8 + (parts[frame]?.length ?? 0);
    return number(here);
  });
  const lengths = Array.from({ length: frames }, (_, frame) => number(parts[frame]?.length ?? 0));
  const table = (tag: number, values: bigint[]): Element => [
    tag,
    'OV',
    new Uint8Array(new BigUint64Array(values).buffer),
  ];
  return imageFile({
    frames,
    transferSyntax: '1.2.840.10008.1.2.5',
    pixels: { fragments: [new Uint8Array(0), ...parts] },
    elements: [table(0x7fe00001, offsets), table(0x7fe00002, lengths)],
  });
}

/** Makes sequences of VR UN with explicit, implicit or random items, among elements of an unknown VR. */
function unknowns(next: Random): Uint8Array {
  const bytes = Buffer.from(imageFile());
  const at = bytes.indexOf(Buffer.from([0x28, 0, 2, 0]));
  const letters = ['UN', 'SQ', '??', 'lo', '\xff\xff', 'OB'][next(6)]!;
  const content =
    next(2) === 0
      ? bytesOf(2 * next(20), next)
      : writeDicom([[0x00081150, 'UI', '1.2']], { preamble: false, meta: false });
  const header = Buffer.concat([
    Buffer.from([0x11, 0, 2, 0x10]),
    Buffer.from(`${letters}\0\0`, 'latin1'),
    Buffer.alloc(4, 0xff),
  ]);
  const end = next(3) === 0 ? [] : [delimiter(0xe00d, 0, true), delimiter(0xe0dd, 0, true)];
  const item = delimiter(0xe000, next(3) === 0 ? next(99) : 0xffffffff, true);
  return Buffer.concat([bytes.subarray(0, at), header, item, content, ...end, bytes.subarray(at)]);
}

const STRUCTURES = [nested, items, rle, fragments, palette, bomb, formats, extendedTable, unknowns];

/** Makes a file that violates one rule of the format. */
export const structuralCase = (next: Random): Uint8Array => STRUCTURES[next(STRUCTURES.length)]!(next);
