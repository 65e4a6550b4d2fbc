/** An error response: its status, a stable code for programs and a message for people. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly status: number;
  readonly code: string;
  readonly headers: Record<string, string>;
  constructor(status: number, code: string, detail: string, headers: Record<string, string> = {}) {
    super(detail);
    this.status = status;
    this.code = code;
    this.headers = headers;
  }
}

/** Returns the 404 error. It is the same for an unknown job, a deleted one and another tenant's. */
export const jobNotFound = (): ProblemError =>
  new ProblemError(404, 'no-such-job', 'There is no job with this id. It may have been deleted.');
