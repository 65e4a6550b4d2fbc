/** The uploaded file is invalid or unsupported: a code for programs and a message with the problem and its remedy. */
export class RejectedImageError extends Error {
  override readonly name = 'RejectedImageError';
  readonly code: string;
  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message.slice(0, 1000), options);
    this.code = code;
  }
}
