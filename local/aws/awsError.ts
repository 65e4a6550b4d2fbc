/** An error response of AWS. */
export class AwsError extends Error {
  /** The error code, such as `NoSuchKey`. */
  override readonly name: string;
  readonly status: number;
  /** Further elements of the response, such as S3's `Key`. */
  readonly details: Readonly<Record<string, string>>;

  constructor(code: string, message: string, status = 400, details: Readonly<Record<string, string>> = {}) {
    super(message);
    this.name = code;
    this.status = status;
    this.details = details;
  }
}

/** Creates the error for a feature that the local cloud does not support. */
export const notImplemented = (feature: string): AwsError =>
  new AwsError('NotImplemented', `The local cloud does not support ${feature}.`, 501);
