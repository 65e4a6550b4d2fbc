import assert from 'node:assert/strict';
import { bytesReader, openDicom, sniff, toDisplay } from '../../../dicom/index.ts';
import { imageFile, type ImageOptions } from '../../support/imageFile.ts';
import { assertRejected } from '../support/assertRejected.ts';
import { delimiter, EXPLICIT, IMPLICIT, writeDicom, type Element } from '../../support/writeDicom.ts';

const bare = { preamble: false, meta: false };
const PIXELS = [1, 2, 3, 4];

async function read(bytes: Uint8Array) {
  const image = await openDicom(bytesReader(bytes));
  return {
    pixels: [...(await image.readFrame(0)).pixels],
    codes: image.warnings.map(({ code }) => code),
    header: image.header,
  };
}

/** Returns an image file with the given bytes of an element inserted before Samples per Pixel. */
function withElement(element: Uint8Array, options: ImageOptions = {}): Uint8Array {
  const bytes = Buffer.from(imageFile({ pixels: PIXELS, ...options }));
  const at = bytes.indexOf(Buffer.from([0x28, 0, 2, 0]));
  return new Uint8Array(Buffer.concat([bytes.subarray(0, at), element, bytes.subarray(at)]));
}

/** Writes an element's tag, its VR if one is given, and an undefined length. */
const undefinedLength = (vr?: string): Buffer =>
  Buffer.concat([
    Buffer.from([0x11, 0, 2, 0x10]),
    vr === undefined ? Buffer.alloc(0) : Buffer.from(`${vr}\0\0`, 'latin1'),
    Buffer.alloc(4, 0xff),
  ]);

const oneItem = (content: Uint8Array): Buffer =>
  Buffer.concat([
    delimiter(0xe000, 0xffffffff, true),
    content,
    delimiter(0xe00d, 0, true),
    delimiter(0xe0dd, 0, true),
  ]);

const item = (explicit: boolean): Uint8Array =>
  writeDicom([[0x00081150, 'UI', '1.2.3']], { ...bare, transferSyntax: explicit ? EXPLICIT : IMPLICIT });

describe('openDicom with nonconforming files', () => {
  for (const explicit of [true, false])
    for (const little of [true, false]) {
      const encoding = `${explicit ? 'explicit' : 'implicit'} VR ${little ? 'little' : 'big'} endian`;
      it(`reads ${encoding} without a preamble and meta information`, async () => {
        const file = imageFile({ ...bare, written: { explicit, little }, bitsAllocated: 16, pixels: PIXELS });
        assert.equal(sniff(file), 'dicom');
        const { pixels, codes } = await read(file);
        assert.deepEqual(pixels, PIXELS);
        assert.deepEqual(codes, ['no-preamble', 'no-transfer-syntax']);
      });
    }

  it('reads meta information that is longer than the first read', async () => {
    const meta = writeDicom(
      [
        [0x00020010, 'UI', EXPLICIT],
        [0x00020102, 'OB', new Uint8Array(40_000)],
      ],
      { meta: false },
    );
    const body = imageFile({ ...bare, pixels: PIXELS });
    assert.deepEqual((await read(Buffer.concat([meta, body]))).pixels, PIXELS);
    await assertRejected(meta.subarray(0, 35_000), 'truncated');
  });

  for (const [name, element] of Object.entries({
    'a sequence of VR UN in implicit VR, as PS3.5 6.2.2 requires': Buffer.concat([
      undefinedLength('UN'),
      oneItem(item(false)),
    ]),
    'a sequence of VR UN in explicit VR': Buffer.concat([undefinedLength('UN'), oneItem(item(true))]),
    'a sequence in implicit VR among explicit elements': Buffer.concat([
      undefinedLength(),
      oneItem(item(false)),
    ]),
    'an element of VR ??': Buffer.from([0x11, 0, 2, 0x10, 0x3f, 0x3f, 4, 0, 1, 2, 3, 4]),
    'an element of an odd length': Buffer.from([0x11, 0, 2, 0x10, 0x4c, 0x4f, 3, 0, 0x41, 0x41, 0x41]),
    'a sequence without its delimiter': Buffer.concat([
      undefinedLength('SQ'),
      oneItem(item(true)).subarray(0, -8),
    ]),
  }))
    it(`reads ${name}`, async () => {
      assert.deepEqual((await read(withElement(element))).pixels, PIXELS);
    });

  const written: [string, Element[]][] = [
    ['Rows as text', [[0x00280010, 'IS', '2']]],
    ['Rows as a long', [[0x00280010, 'UL', 2]]],
    ['a frame count of 0', [[0x00280008, 'IS', '0']]],
    ['an empty frame count', [[0x00280008, 'IS', '']]],
    ['spaces around the frame count', [[0x00280008, 'IS', ' 1 ']]],
    ['empty Bits Stored and High Bit', [0x00280101, 0x00280102].map((tag) => [tag, 'US', ''])],
    ['a photometric interpretation in lower case', [[0x00280004, 'CS', 'monochrome2']]],
  ];
  for (const [name, elements] of written)
    it(`reads a file with ${name}`, async () => {
      const { pixels, header } = await read(imageFile({ pixels: PIXELS, elements }));
      assert.deepEqual(pixels, PIXELS);
      const { rows, frames, bitsStored, highBit, photometricInterpretation } = header;
      assert.deepEqual([rows, frames, bitsStored, highBit], [2, 1, 8, 7]);
      assert.equal(photometricInterpretation, 'MONOCHROME2');
    });

  it('reads the pixels of a file whose palette is damaged, and rejects its display', async () => {
    const elements: Element[] = [
      [0x00281101, 'US', [4, 0, 8]],
      [0x00281201, 'OW', new Uint8Array(2)],
    ];
    const image = await openDicom(
      bytesReader(imageFile({ photometric: 'PALETTE COLOR', pixels: PIXELS, elements })),
    );
    const frame = await image.readFrame(0);
    assert.deepEqual([...frame.pixels], PIXELS);
    assert.throws(() => toDisplay(image, frame, 0), { code: 'invalid-palette' });
  });

  it('rejects text in Rows that is not a valid count', async () => {
    for (const text of ['-2', '1.5', '99999'])
      await assertRejected(imageFile({ elements: [[0x00280010, 'IS', text]] }), 'invalid-header');
  });
});
