import { crc32, deflateSync } from 'node:zlib';
import { Jimp, JimpMime } from 'jimp';
import { writeDicom, type Element, type FileOptions, IMPLICIT, DEFLATED } from '../support/writeDicom.ts';

/** The canaries that must not be found: words, and numbers that occur nowhere else. */
export const CANARIES = ['CANARY', '26726279', '18881231', '235959.2718', '27182.8182', '271Y', '2718281828'];

const SIDE = 90;

/** A value with a canary for each string VR, valid or nearly valid for that VR (PS3.5 6.2). */
const VALUES: Readonly<Record<string, string>> = {
  ...{ AE: 'CANARY-AE', AS: '271Y', CS: 'CANARY_CS', DA: '18881231', DS: '27182.8182', IS: '2718281828' },
  ...{ DT: '18881231235959.2718', LO: 'CANARY-LO', LT: 'CANARY-LT', PN: 'CANARY^PN^OF^DR=CANARY=CANARY' },
  ...{ SH: 'CANARY-SH', ST: 'CANARY-ST', TM: '235959.2718', UC: 'CANARY-UC', UI: '1.2.840.26726279.1' },
  ...{ UR: 'https://CANARY.example/CANARY', UT: 'CANARY-UT' },
};

/** Attributes of patients, people and places, of every string VR. None is on the safe list. */
const ATTRIBUTES: [number, string][] = [
  [0x00080012, 'DA'],
  [0x00080013, 'TM'],
  [0x00080014, 'UI'],
  [0x00080018, 'UI'],
  [0x00080020, 'DA'],
  [0x00080021, 'DA'],
  [0x0008002a, 'DT'],
  [0x00080030, 'TM'],
  [0x00080050, 'SH'],
  [0x00080054, 'AE'],
  [0x00080080, 'LO'],
  [0x00080081, 'ST'],
  [0x00080090, 'PN'],
  [0x00080119, 'UC'],
  [0x00080120, 'UR'],
  [0x00081010, 'SH'],
  [0x00081030, 'LO'],
  [0x0008103e, 'LO'],
  [0x00081070, 'PN'],
  [0x00100010, 'PN'],
  [0x00100020, 'LO'],
  [0x00100030, 'DA'],
  [0x00100032, 'TM'],
  [0x00100040, 'CS'],
  [0x00101000, 'LO'],
  [0x00101010, 'AS'],
  [0x00101030, 'DS'],
  [0x00101040, 'LO'],
  [0x001021b0, 'LT'],
  [0x00104000, 'LT'],
  [0x00181030, 'LO'],
  [0x00181000, 'LO'],
  [0x0020000d, 'UI'],
  [0x0020000e, 'UI'],
  [0x00200010, 'SH'],
  [0x00200011, 'IS'],
  [0x00200052, 'UI'],
  [0x00204000, 'LT'],
  [0x00324000, 'LT'],
  [0x0040a160, 'UT'],
];

const pixels = (): Uint8Array =>
  Uint8Array.from({ length: SIDE * SIDE }, (_, at) => (at % SIDE) + Math.floor(at / SIDE));

const image: Element[] = [
  [0x00080016, 'UI', '1.2.840.10008.5.1.4.1.1.7'],
  [0x00080060, 'CS', 'OT'],
  [0x00280002, 'US', 1],
  [0x00280004, 'CS', 'MONOCHROME2'],
  [0x00280010, 'US', SIDE],
  [0x00280011, 'US', SIDE],
  [0x00280100, 'US', 8],
  [0x00280101, 'US', 8],
  [0x00280102, 'US', 7],
  [0x00280103, 'US', 0],
  [0x7fe00010, 'OB', pixels()],
];

const identities: Element[] = [
  ...ATTRIBUTES.map(([tag, vr]): Element => [tag, vr, VALUES[vr]!]),
  // Private groups, a creator and values of known and unknown VRs (PS3.5 7.8.1).
  [0x00090010, 'LO', 'CANARY CREATOR'],
  [0x00091001, 'PN', VALUES['PN']!],
  [0x00091002, 'UN', Buffer.from('CANARY-UN')],
  [0x00091003, 'OB', Buffer.from('CANARY-OB')],
  [0x77770010, 'LO', 'CANARY OTHER'],
  [0x77771001, 'UT', 'CANARY-PRIVATE-UT'],
  // In a sequence and a nested sequence: Request Attributes, Referring Physician Identification.
  [
    0x00400275,
    'SQ',
    {
      items: [
        [
          [0x00400007, 'LO', 'CANARY-SQ'],
          [
            0x00080096,
            'SQ',
            { items: [[[0x00401101, 'SQ', { items: [[[0x00080104, 'LO', 'CANARY-DEEP']]] }]]] },
          ],
        ],
      ],
    },
  ],
  // An attribute after the pixel data.
  [0xfffcfffc, 'OB', Buffer.from('CANARY-PADDING')],
];

/** Groups of the data dictionary (PS3.6) about patients, visits, studies, devices, reports and orders. */
const GROUPS = [
  0x0008, 0x0010, 0x0012, 0x0018, 0x0020, 0x0032, 0x0038, 0x0040, 0x0054, 0x0088, 0x2200, 0x4008,
];

/** Attributes of these groups that may be kept (SAFE_TAGS) and are not searched for. */
const SAFE = new Set([
  ...[0x00080008, 0x00080016, 0x00080060, 0x00080070, 0x00081090, 0x00180015, 0x00180050, 0x00181164],
  ...[0x00185101, 0x00200013, 0x00200060],
]);

/** Creates manyAttributes of known and unknown attributes with canaries of all string VRs in turn. */
const manyAttributes = (): Element[] => {
  const vrs = Object.keys(VALUES);
  const tags = GROUPS.flatMap((group) =>
    Array.from({ length: 0x3000 / 0x10 }, (_one, at) => group * 0x10000 + at * 0x10 + (at % 0x10)),
  );
  return tags
    .filter((tag) => tag % 0x10000 !== 0 && !SAFE.has(tag))
    .map((tag, at): Element => [tag, vrs[at % vrs.length]!, VALUES[vrs[at % vrs.length]!]!]);
};

const dicom = (more: Element[], options?: FileOptions): Uint8Array => {
  const tags = new Set(more.map(([tag]) => tag));
  return writeDicom([...[...image, ...identities].filter(([tag]) => !tags.has(tag)), ...more], options);
};

/** Creates the files, each with its name and its job's final state. */
export async function canaryFiles(): Promise<{ name: string; bytes: Uint8Array; state: string }[]> {
  const whole = dicom([]);
  const picture = new Jimp({ width: SIDE, height: SIDE, color: 0x446688ff });
  const [png, jpeg, gif] = await Promise.all([
    picture.getBuffer(JimpMime.png),
    picture.getBuffer(JimpMime.jpeg),
    picture.getBuffer(JimpMime.gif),
  ]);
  const file = (name: string, bytes: Uint8Array, state = 'completed') => ({ name, bytes, state });
  return [
    file('explicit', whole),
    file('manyAttributes of attributes', dicom(manyAttributes())),
    file('implicit', dicom([], { transferSyntax: IMPLICIT })),
    file('deflated', dicom([], { transferSyntax: DEFLATED })),
    file('undefined lengths', dicom([], { undefinedLength: true })),
    file('without a preamble', dicom([], { preamble: false })),
    file(
      'words where numbers belong',
      dicom([
        [0x00281050, 'DS', 'CANARY-WC'],
        [0x00281051, 'DS', 'CANARY-WW'],
        [0x00280030, 'DS', 'CANARY\\CANARY'],
        [0x00181164, 'DS', 'CANARY\\CANARY'],
        [0x00180050, 'DS', 'CANARY-ST'],
        [0x00200013, 'IS', 'CANARY-IN'],
        [0x00200032, 'DS', 'CANARY\\CANARY\\CANARY'],
        [0x00200037, 'DS', 'CANARY\\CANARY'],
      ]),
      'any',
    ),
    file(
      'a rescale of words',
      dicom([
        [0x00281052, 'DS', 'CANARY-RI'],
        [0x00281053, 'DS', 'CANARY-RS'],
      ]),
      'any',
    ),
    file('frames of words', dicom([[0x00280008, 'IS', 'CANARY-NF']]), 'any'),
    file('an unknown transfer syntax', dicom([], { transferSyntax: '1.2.840.99999.2' }), 'rejected'),
    file('no pixels', dicom([[0x7fe00010, 'OB', new Uint8Array(0)]]), 'rejected'),
    file('cut off', whole.subarray(0, whole.length - 4000), 'any'),
    file('cut in the header', whole.subarray(0, 700), 'rejected'),
    file('a report', dicom([[0x00080016, 'UI', '1.2.840.10008.5.1.4.1.1.88.11']]), 'any'),
    file('png with text', pngWithText(png)),
    file('png cut off', pngWithText(png).subarray(0, 300), 'rejected'),
    file('jpeg with EXIF, XMP, IPTC and a comment', jpegWithText(jpeg)),
    file('jpeg cut off', jpegWithText(jpeg).subarray(0, 900), 'rejected'),
    file('gif with a comment', gifWithText(gif)),
    file('words after the image', Buffer.concat([png, Buffer.from('CANARY-TAIL'.repeat(20))]), 'any'),
    file('no image', Buffer.from('CANARY^PATIENT '.repeat(30)), 'rejected'),
    file('html', Buffer.from('<!doctype html><title>CANARY</title><script>CANARY</script>'), 'rejected'),
  ];
}

/** Inserts every kind of text chunk after the header (PNG 11.3.3, 11.3.2.5). */
function pngWithText(png: Uint8Array): Uint8Array {
  const chunk = (type: string, body: Buffer): Buffer => {
    const typed = Buffer.concat([Buffer.from(type), body]);
    const [length, crc] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(body.length);
    crc.writeUInt32BE(crc32(typed));
    return Buffer.concat([length, typed, crc]);
  };
  const header = 8 + 25;
  return Buffer.concat([
    png.subarray(0, header),
    chunk('tEXt', Buffer.from('Author\0CANARY-TEXT')),
    chunk('zTXt', Buffer.concat([Buffer.from('Comment\0\0'), deflateSync('CANARY-ZTXT')])),
    chunk('iTXt', Buffer.from('Title\0\0\0en\0CANARY\0CANARY-ITXT')),
    chunk('eXIf', tiffWithText()),
    png.subarray(header),
  ]);
}

/** Creates a TIFF structure with ImageDescription and Artist, as in EXIF. */
function tiffWithText(): Buffer {
  const text = Buffer.from('CANARY-EXIF-PATIENT\0');
  const bytes = Buffer.alloc(8 + 2 + 24 + 4);
  bytes.write('II*\0', 'latin1');
  bytes.writeUInt32LE(8, 4);
  bytes.writeUInt16LE(2, 8);
  for (const [index, tag] of [0x010e, 0x013b].entries()) {
    const at = 10 + index * 12;
    bytes.writeUInt16LE(tag, at);
    bytes.writeUInt16LE(2, at + 2);
    bytes.writeUInt32LE(text.length, at + 4);
    bytes.writeUInt32LE(bytes.length, at + 8);
  }
  return Buffer.concat([bytes, text]);
}

function jpegWithText(jpeg: Uint8Array): Uint8Array {
  const segment = (marker: number, body: Buffer): Buffer => {
    const head = Buffer.from([0xff, marker, 0, 0]);
    head.writeUInt16BE(body.length + 2, 2);
    return Buffer.concat([head, body]);
  };
  const xmp = 'http://ns.adobe.com/xap/1.0/\0<x:xmpmeta><dc:creator>CANARY-XMP</dc:creator></x:xmpmeta>';
  return Buffer.concat([
    jpeg.subarray(0, 2),
    segment(0xe1, Buffer.concat([Buffer.from('Exif\0\0'), tiffWithText()])),
    segment(0xe1, Buffer.from(xmp)),
    segment(0xed, Buffer.from('Photoshop 3.0\x008BIM\x04\x04\0\0\0\0\0\x14\x1c\x02\x50\0\x0bCANARY-IPTC')),
    segment(0xfe, Buffer.from('CANARY-COM')),
    jpeg.subarray(2),
  ]);
}

/** Inserts a comment extension before the trailer (GIF89a 24). */
const gifWithText = (gif: Uint8Array): Uint8Array =>
  Buffer.concat([
    gif.subarray(0, gif.length - 1),
    Buffer.from([0x21, 0xfe, 10]),
    Buffer.from('CANARY-GIF'),
    Buffer.from([0, 0x3b]),
  ]);
