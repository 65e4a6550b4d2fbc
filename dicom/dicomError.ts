/** The codes of all errors, with their meaning. They are stable: programs may depend on them. */
export const DICOM_ERROR_CODES = {
  'not-dicom': 'The bytes are not a DICOM file.',
  'not-an-image': 'The object holds no image.',
  'unsafe-preamble': 'The preamble is the start of an executable program.',
  'no-pixel-data': 'The object has an image class but no pixel data.',
  truncated: 'The file is truncated.',
  'too-deep': 'Sequences are nested deeper than the limit.',
  'too-many-elements': 'The header has more elements or items than the limit.',
  'header-too-large': 'The header is larger than the limit.',
  'too-large': 'The image is larger than the limit.',
  'invalid-header': 'An attribute that the image needs is missing or invalid.',
  'invalid-palette': 'The palette does not fit the pixels.',
  'invalid-frame': 'The frame does not exist.',
  'corrupt-codestream': 'The compressed pixel data is damaged.',
  'too-slow': 'A codec took longer than the limit.',
  'too-much-memory': 'A codec took more memory than the limit.',
  'unsupported-transfer-syntax': 'The transfer syntax is not supported.',
  'unsupported-codestream': 'The compressed pixel data uses a feature that is not supported.',
  'unsupported-pixels': 'The pixel format is not supported.',
} as const;

export type DicomErrorCode = keyof typeof DICOM_ERROR_CODES;

/** The tag as `(gggg,eeee)`, the byte offset in the file, and the underlying error. */
export interface DicomErrorPlace {
  tag?: string;
  offset?: number;
  cause?: unknown;
}

/** The error for a file that cannot be decoded. Its message holds header values of safe tags only. */
export class DicomError extends Error {
  override readonly name = 'DicomError';
  readonly code: DicomErrorCode;
  readonly tag: string | undefined;
  readonly offset: number | undefined;

  constructor(code: DicomErrorCode, message: string, place: DicomErrorPlace = {}) {
    super(message, place.cause === undefined ? undefined : { cause: place.cause });
    this.code = code;
    this.tag = place.tag;
    this.offset = place.offset;
  }
}
