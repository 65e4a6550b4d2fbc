import { msg, str } from '@lit/localize';
import type { Problem } from '../../contract/api.ts';

/** An error response of the API, or a request that got no response (code `offline`). */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly code: string;
  /** The HTTP status; 0 if there was no response. */
  readonly status: number;

  constructor(status: number, code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.status = status;
    this.code = code;
  }

  /** True if the same request may succeed later. */
  get transient(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

/** Converts any error to an {@link ApiError}; one of another class becomes a permanent error. */
export const toApiError = (error: unknown): ApiError =>
  error instanceof ApiError
    ? error
    : new ApiError(0, 'unexpected', error instanceof Error ? error.message : String(error));

/** Reads an `application/problem+json` response (RFC 9457). For other content types it keeps the status only. */
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
    msg(str`The server returned status ${response.status}.`, { id: 'error-status' }),
  );
}
