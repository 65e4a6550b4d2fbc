const BRAND = Symbol.for('dicom-analyzer.RejectedImageError');

/** The uploaded file is invalid or unsupported: a code for programs and a message with the problem and its remedy. */
export class RejectedImageError extends Error {
  /** Of any copy of this module: a loader may load one file in two ways. */
  static override [Symbol.hasInstance](value: unknown): value is RejectedImageError {
    return typeof value === 'object' && value !== null && BRAND in value;
  }

  override readonly name = 'RejectedImageError';
  readonly [BRAND] = true;
  readonly code: string;
  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message.slice(0, 1000), options);
    this.code = code;
  }
}
