import assert from 'node:assert/strict';
import { bytesReader, openDicom } from '../../../dicom/index.ts';
import { imageFile, type ImageOptions } from '../../support/imageFile.ts';
import { BIG_ENDIAN, type Element } from '../../support/writeDicom.ts';

const open = (file: ImageOptions) => openDicom(bytesReader(imageFile(file)));

/** Returns the elements of an overlay of 2 x 2 at the image's first pixel. */
const plane = (group: number, more: Element[]): Element[] => [
  [group * 0x10000 + 0x10, 'US', 2],
  [group * 0x10000 + 0x11, 'US', 2],
  [group * 0x10000 + 0x40, 'CS', 'G'],
  [group * 0x10000 + 0x50, 'SS', [1, 1]],
  [group * 0x10000 + 0x100, 'US', 1],
  [group * 0x10000 + 0x102, 'US', 0],
  ...more,
];

describe('overlays', () => {
  it('are read from Overlay Data, lowest bit first, with origin, kind and label (PS3.3 C.9.2)', async () => {
    const elements: Element[] = [
      ...plane(0x6000, [
        [0x60001500, 'LO', 'seen'],
        [0x60003000, 'OW', [0b1001]],
      ]),
      ...plane(0x6002, [[0x60023000, 'OW', [0b0110]]]).filter(
        ([tag]) => ![0x60020040, 0x60020050].includes(tag),
      ),
      [0x60020040, 'CS', 'R'],
      [0x60020050, 'SS', [-1, 3]],
    ];
    for (const transferSyntax of [undefined, BIG_ENDIAN]) {
      const image = await open({ elements, ...(transferSyntax === undefined ? {} : { transferSyntax }) });
      const [first, second] = await image.overlays(0);
      assert.deepEqual(first, {
        ...{ group: 0x6000, kind: 'graphics', rows: 2, columns: 2, top: 0, left: 0, label: 'seen' },
        bits: Uint8Array.of(1, 0, 0, 1),
      });
      assert.deepEqual(second, {
        ...{ group: 0x6002, kind: 'roi', rows: 2, columns: 2, top: -2, left: 2, label: undefined },
        bits: Uint8Array.of(0, 1, 1, 0),
      });
    }
  });

  it('are read from unused high bits of the pixels', async () => {
    const embedded = (group: number, position: number): Element[] =>
      plane(group, [[group * 0x10000 + 0x102, 'US', position]]).filter(
        ([tag, , value]) => (tag & 0xffff) !== 0x102 || value !== 0,
      );
    const image = await open({
      bitsAllocated: 16,
      bitsStored: 12,
      pixels: [0x8001, 0x1002, 0x9003, 0x0004],
      elements: [...embedded(0x6000, 15), ...embedded(0x6002, 12)],
    });
    assert.deepEqual([...(await image.readFrame(0)).pixels], [1, 2, 3, 4]);
    const [high, low] = await image.overlays(0);
    assert.deepEqual([...high!.bits], [1, 0, 1, 0]);
    assert.deepEqual([...low!.bits], [0, 1, 1, 0]);
  });

  it('apply each of their frames to its own image frame (60xx,0015 and 0051)', async () => {
    const elements = plane(0x6000, [
      [0x60000015, 'IS', '2'],
      [0x60000051, 'US', 2],
      [0x60003000, 'OW', [0b1000_0001]],
    ]);
    const image = await open({ frames: 4, elements });
    const bits = async (frame: number) => (await image.overlays(frame)).map((overlay) => [...overlay.bits]);
    assert.deepEqual(await bits(0), []);
    assert.deepEqual(await bits(1), [[1, 0, 0, 0]]);
    assert.deepEqual(await bits(2), [[0, 0, 0, 1]]);
    assert.deepEqual(await bits(3), []);
  });

  it('are omitted with a warning if they are damaged', async () => {
    const short = plane(0x6000, [
      [0x60000010, 'US', 3],
      [0x60000011, 'US', 60_000],
      [0x60003000, 'OW', [1]],
    ]);
    const image = await open({ elements: short.filter(([, , value], at) => at > 1 || value !== 2) });
    assert.deepEqual(await image.overlays(0), []);
    assert.deepEqual(
      image.warnings.map(({ code }) => code),
      ['overlay-damaged'],
    );
  });
});
