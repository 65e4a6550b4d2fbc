import { msg, str } from '@lit/localize';
import type { Problem } from '../../contract/api.ts';

/** What the API refused, or why it could not be reached; `code` is the problem's own, or `offline`. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly code: string;
  /** The HTTP status; 0 where no answer came. */
  readonly status: number;

  constructor(status: number, code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.status = status;
    this.code = code;
  }

  /** True where the same request may well succeed later. */
  get transient(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

/** Any other error as one that will not go away by asking again. */
export const toApiError = (error: unknown): ApiError =>
  error instanceof ApiError
    ? error
    : new ApiError(0, 'unexpected', error instanceof Error ? error.message : String(error));

/** Reads an `application/problem+json` answer (RFC 9457); an answer of another kind keeps its status alone. */
export async function readProblem(response: Response): Promise<ApiError> {
  const type = response.headers.get('content-type') ?? '';
  if (type.includes('json')) {
    const problem = (await response.json().catch(() => ({}))) as Partial<Problem>;
    if (typeof problem.detail === 'string' && typeof problem.code === 'string')
      return new ApiError(response.status, problem.code, problem.detail);
  }
  return new ApiError(
    response.status,
    `http-${response.status}`,
    msg(str`The server answered ${response.status}.`, { id: 'error-status' }),
  );
}
