/** The input is at fault: a code for programs, and a sentence that says what was wrong and what to do. */
export class RejectedImageError extends Error {
  override readonly name = 'RejectedImageError';
  readonly code: string;
  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message.slice(0, 1000), options);
    this.code = code;
  }
}
