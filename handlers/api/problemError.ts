/** An answer that is an error: status, a stable code for programs, a sentence for people. */
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

/** The same for a job of another tenant, a deleted one and none at all. */
export const jobNotFound = (): ProblemError =>
  new ProblemError(404, 'no-such-job', 'There is no job of this id. It may have been deleted.');
