import { deflateRawSync } from 'node:zlib';
import { imageFile } from '../../support/imageFile.ts';
import { DEFLATED, delimiter, IMPLICIT, writeDicom } from '../../support/writeDicom.ts';

const sequence = Buffer.from([0x08, 0x00, 0x15, 0x11, 0xff, 0xff, 0xff, 0xff]);
const start = () => writeDicom([], { transferSyntax: IMPLICIT });

/** Functions that make files known to crash DICOM readers. */
export const ATTACKS: Readonly<Record<string, () => Uint8Array>> = {
  'sequences nested 2,000 deep': () => {
    const level = [sequence, delimiter(0xe000, 0xffffffff, true)];
    return Buffer.concat([start(), ...Array.from({ length: 2000 }, () => level).flat()]);
  },
  'an element of 512 MB, deflated': () => {
    const header = Buffer.from([0x09, 0x00, 0x01, 0x10, 0x4f, 0x42, 0, 0, 0, 0, 0, 0x20]);
    const bomb = deflateRawSync(Buffer.concat([header, Buffer.alloc(2 ** 29)]), { level: 1 });
    return Buffer.concat([writeDicom([], { transferSyntax: DEFLATED }).subarray(0, -2), bomb]);
  },
  '1,000,000 empty items': () => {
    const items = Buffer.alloc(8_000_000);
    for (let at = 0; at < items.length; at += 8) items.writeUInt32LE(0xe000fffe, at);
    return Buffer.concat([start(), sequence, items]);
  },
  '60,000 rows and columns over 16 bytes': () =>
    imageFile({ rows: 60_000, columns: 60_000, bitsAllocated: 16, pixels: new Uint8Array(16) }),
  'a preamble that is a program': () => {
    const bytes = imageFile();
    bytes.set([0x4d, 0x5a]);
    return bytes;
  },
};
