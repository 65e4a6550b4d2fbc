/** The encoding of the pixel data. `jpeg` stands for every codestream of ITU T.81. */
export type Encoding = 'native' | 'rle' | 'jpeg' | 'jpeg-ls' | 'jpeg2000' | 'deflated-frame' | 'unsupported';

/** A decoder of codestreams. */
export type Codec = 'jpeg-8-bit' | 'jpeg-dct' | 'jpeg-lossless' | 'jpeg-ls' | 'jpeg2000' | 'htj2k';

export interface TransferSyntax {
  uid: string;
  name: string;
  encoding: Encoding;
  /** The decoder that its frames most probably need. The markers of each frame decide. */
  codec?: Codec;
  /** Explicit value representation. */
  explicit: boolean;
  bigEndian: boolean;
  /** The whole data set is deflated (PS3.5 A.5). */
  deflated: boolean;
  /** Only 16-bit pixels are big endian; the data set is not. */
  bigEndianPixels: boolean;
}

const define = (
  uid: string,
  name: string,
  encoding: Encoding,
  flags: Partial<TransferSyntax> = {},
): TransferSyntax => ({
  uid,
  name,
  encoding,
  explicit: true,
  bigEndian: false,
  deflated: false,
  bigEndianPixels: false,
  ...flags,
});

/** The transfer syntaxes of PS3.6 table A-1. Errors name those that are not supported. */
export const TRANSFER_SYNTAXES = [
  define('1.2.840.10008.1.2', 'Implicit VR Little Endian', 'native', { explicit: false }),
  define('1.2.840.10008.1.2.1', 'Explicit VR Little Endian', 'native'),
  define('1.2.840.10008.1.2.1.98', 'Encapsulated Uncompressed Explicit VR Little Endian', 'native'),
  define('1.2.840.10008.1.2.1.99', 'Deflated Explicit VR Little Endian', 'native', { deflated: true }),
  define('1.2.840.10008.1.2.2', 'Explicit VR Big Endian', 'native', { bigEndian: true }),
  define('1.2.840.10008.1.20', 'Papyrus 3 Implicit VR Little Endian (Retired)', 'native', {
    explicit: false,
  }),
  // DLX workstations wrote this syntax. Only its pixels are big endian.
  define('1.2.840.113619.5.2', 'GE Private Implicit VR, Big Endian Pixels', 'native', {
    explicit: false,
    bigEndianPixels: true,
  }),
  define('1.2.840.10008.1.2.5', 'RLE Lossless', 'rle'),
  define('1.2.840.10008.1.2.8.1', 'Deflated Image Frame Compression', 'deflated-frame'),
  define('1.2.840.10008.1.2.4.50', 'JPEG Baseline (Process 1)', 'jpeg', { codec: 'jpeg-8-bit' }),
  define('1.2.840.10008.1.2.4.51', 'JPEG Extended (Process 2 and 4)', 'jpeg', { codec: 'jpeg-dct' }),
  define('1.2.840.10008.1.2.4.53', 'JPEG Spectral Selection, Non-Hierarchical (Process 6 and 8)', 'jpeg', {
    codec: 'jpeg-8-bit',
  }),
  define('1.2.840.10008.1.2.4.55', 'JPEG Full Progression, Non-Hierarchical (Process 10 and 12)', 'jpeg', {
    codec: 'jpeg-8-bit',
  }),
  // Retired in 2004. A codestream with arithmetic coding or hierarchy is rejected by its marker.
  ...Array.from({ length: 15 }, (_, index) => 52 + index)
    .filter((last) => ![53, 55, 57].includes(last))
    .map((last) => define(`1.2.840.10008.1.2.4.${last}`, 'JPEG (Retired)', 'jpeg')),
  define('1.2.840.10008.1.2.4.57', 'JPEG Lossless, Non-Hierarchical (Process 14)', 'jpeg', {
    codec: 'jpeg-lossless',
  }),
  define('1.2.840.10008.1.2.4.70', 'JPEG Lossless, Non-Hierarchical, First-Order Prediction', 'jpeg', {
    codec: 'jpeg-lossless',
  }),
  define('1.2.840.10008.1.2.4.80', 'JPEG-LS Lossless', 'jpeg-ls', { codec: 'jpeg-ls' }),
  define('1.2.840.10008.1.2.4.81', 'JPEG-LS Lossy (Near-Lossless)', 'jpeg-ls', { codec: 'jpeg-ls' }),
  define('1.2.840.10008.1.2.4.90', 'JPEG 2000 (Lossless Only)', 'jpeg2000', { codec: 'jpeg2000' }),
  define('1.2.840.10008.1.2.4.91', 'JPEG 2000', 'jpeg2000', { codec: 'jpeg2000' }),
  define('1.2.840.10008.1.2.4.92', 'JPEG 2000 Part 2 Multi-component (Lossless Only)', 'jpeg2000', {
    codec: 'jpeg2000',
  }),
  define('1.2.840.10008.1.2.4.93', 'JPEG 2000 Part 2 Multi-component', 'jpeg2000', { codec: 'jpeg2000' }),
  define('1.2.840.10008.1.2.4.201', 'High-Throughput JPEG 2000 (Lossless Only)', 'jpeg2000', {
    codec: 'htj2k',
  }),
  define(
    '1.2.840.10008.1.2.4.202',
    'High-Throughput JPEG 2000 with RPCL Options (Lossless Only)',
    'jpeg2000',
    { codec: 'htj2k' },
  ),
  define('1.2.840.10008.1.2.4.203', 'High-Throughput JPEG 2000', 'jpeg2000', { codec: 'htj2k' }),
  define('1.2.840.10008.1.2.4.94', 'JPIP Referenced', 'unsupported'),
  define('1.2.840.10008.1.2.4.95', 'JPIP Referenced Deflate', 'unsupported', { deflated: true }),
  define('1.2.840.10008.1.2.4.204', 'JPIP HTJ2K Referenced', 'unsupported'),
  define('1.2.840.10008.1.2.4.205', 'JPIP HTJ2K Referenced Deflate', 'unsupported', { deflated: true }),
  ...[
    'MPEG2 Main Profile / Main Level',
    'MPEG2 Main Profile / High Level',
    'MPEG-4 AVC/H.264 High Profile / Level 4.1',
    'MPEG-4 AVC/H.264 BD-compatible High Profile / Level 4.1',
    'MPEG-4 AVC/H.264 High Profile / Level 4.2 For 2D Video',
    'MPEG-4 AVC/H.264 High Profile / Level 4.2 For 3D Video',
    'MPEG-4 AVC/H.264 Stereo High Profile / Level 4.2',
  ].flatMap((name, index) => [
    define(`1.2.840.10008.1.2.4.${100 + index}`, name, 'unsupported'),
    define(`1.2.840.10008.1.2.4.${100 + index}.1`, `Fragmentable ${name}`, 'unsupported'),
  ]),
  define('1.2.840.10008.1.2.4.107', 'HEVC/H.265 Main Profile / Level 5.1', 'unsupported'),
  define('1.2.840.10008.1.2.4.108', 'HEVC/H.265 Main 10 Profile / Level 5.1', 'unsupported'),
  define('1.2.840.10008.1.2.4.110', 'JPEG XL Lossless', 'unsupported'),
  define('1.2.840.10008.1.2.4.111', 'JPEG XL JPEG Recompression', 'unsupported'),
  define('1.2.840.10008.1.2.4.112', 'JPEG XL', 'unsupported'),
];

const BY_UID = new Map(TRANSFER_SYNTAXES.map((syntax) => [syntax.uid, syntax]));

/** Returns the properties of a transfer syntax. An unknown one is `unsupported`. */
export const transferSyntax = (uid: string): TransferSyntax =>
  BY_UID.get(uid) ?? define(uid, 'unknown', 'unsupported');
