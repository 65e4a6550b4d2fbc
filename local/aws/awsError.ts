/** An error as AWS answers it. */
export class AwsError extends Error {
  /** AWS's code, such as `NoSuchKey`. */
  override readonly name: string;
  readonly status: number;
  /** Further elements of the answer, such as S3's `Key`. */
  readonly details: Readonly<Record<string, string>>;

  constructor(code: string, message: string, status = 400, details: Readonly<Record<string, string>> = {}) {
    super(message);
    this.name = code;
    this.status = status;
    this.details = details;
  }
}

/** What this local cloud does not do, by name. */
export const notImplemented = (what: string): AwsError =>
  new AwsError('NotImplemented', `The local cloud does not support ${what}.`, 501);
