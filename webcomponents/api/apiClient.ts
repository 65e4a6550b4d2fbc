import { msg } from '@lit/localize';
import type {
  CreateJobsRequest,
  CreateJobsResponse,
  LinksResponse,
  ListJobsResponse,
} from '../../contract/api.ts';
import type { Job } from '../../contract/job.ts';
import { ApiError, readProblem } from './apiError.ts';
import { retryAfterMs } from './retryAfter.ts';

/** The user's access token: itself, or a function that the page provides; `forceRefresh` after a 401. */
export type TokenSource = string | ((options: { forceRefresh: boolean }) => Promise<string>);

/** An answer to a poll: `value` is absent where the server said 304. */
export interface PollResult<T> {
  value?: T;
  etag?: string;
  /** How long the server asks to wait before the next poll. */
  retryAfterMs?: number;
}

interface CallOptions {
  body?: unknown;
  headers?: Record<string, string>;
  signal?: AbortSignal | undefined;
}

/**
 * The REST API, as the elements use it. The token is asked for at every call and never kept.
 *
 * Every method throws {@link ApiError}, or the signal's own reason when it was aborted.
 */
export class ApiClient {
  readonly #base: string;
  readonly #token: () => TokenSource | undefined;

  /** @param apiUrl where the paths start; resolved against the page */
  constructor(apiUrl: string, token: () => TokenSource | undefined) {
    this.#base = new URL(apiUrl, document.baseURI).href.replace(/\/$/, '');
    this.#token = token;
  }

  /** Makes 1 to 100 jobs; the same key and body give the same jobs. */
  async createJobs(
    request: CreateJobsRequest,
    idempotencyKey: string,
    signal?: AbortSignal,
  ): Promise<CreateJobsResponse> {
    const headers = { 'idempotency-key': idempotencyKey };
    const response = await this.#call('POST', '/jobs', { body: request, headers, signal });
    return (await response.json()) as CreateJobsResponse;
  }

  /** One job with its results. */
  getJob(jobId: string, etag?: string, signal?: AbortSignal): Promise<PollResult<Job>> {
    return this.#poll(`/jobs/${encodeURIComponent(jobId)}`, etag, signal);
  }

  /** A page of jobs, newest first. */
  listJobs(
    query: { batch?: string | undefined; cursor?: string | undefined; limit?: number },
    etag?: string,
    signal?: AbortSignal,
  ): Promise<PollResult<ListJobsResponse>> {
    const search = new URLSearchParams();
    for (const [name, value] of Object.entries(query))
      if (value !== undefined && value !== '') search.set(name, String(value));
    return this.#poll(`/jobs?${search}`, etag, signal);
  }

  /** Fresh short-lived URLs of the source and of the renditions. */
  async createLinks(jobId: string, signal?: AbortSignal): Promise<LinksResponse> {
    const response = await this.#call('POST', `/jobs/${encodeURIComponent(jobId)}/links`, { signal });
    return (await response.json()) as LinksResponse;
  }

  async retryJob(jobId: string): Promise<void> {
    await this.#call('POST', `/jobs/${encodeURIComponent(jobId)}/retry`);
  }

  async deleteJob(jobId: string): Promise<void> {
    await this.#call('DELETE', `/jobs/${encodeURIComponent(jobId)}`);
  }

  async #poll<T>(path: string, etag?: string, signal?: AbortSignal): Promise<PollResult<T>> {
    const headers: Record<string, string> = etag === undefined ? {} : { 'if-none-match': etag };
    const response = await this.#call('GET', path, { headers, signal });
    const polled: PollResult<T> = {};
    const wait = retryAfterMs(response.headers.get('retry-after'));
    if (wait !== undefined) polled.retryAfterMs = wait;
    const tag = response.headers.get('etag') ?? etag;
    if (tag !== undefined) polled.etag = tag;
    if (response.status !== 304) polled.value = (await response.json()) as T;
    return polled;
  }

  async #call(method: string, path: string, options: CallOptions = {}): Promise<Response> {
    const first = await this.#send(method, path, options, false);
    const again = first.status === 401 && typeof this.#token() === 'function';
    const response = again ? await this.#send(method, path, options, true) : first;
    if (response.ok || response.status === 304) return response;
    throw await readProblem(response);
  }

  async #send(
    method: string,
    path: string,
    { body, headers, signal }: CallOptions,
    forceRefresh: boolean,
  ): Promise<Response> {
    const source = this.#token();
    if (source === undefined || source === '')
      throw new ApiError(
        401,
        'no-token',
        msg('Nobody is signed in: the page has given no token.', { id: 'error-no-token' }),
      );
    const token = typeof source === 'function' ? await source({ forceRefresh }) : source;
    try {
      return await fetch(this.#base + path, {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        ...(signal === undefined ? {} : { signal }),
        cache: 'no-store',
        credentials: 'omit',
        referrerPolicy: 'no-referrer',
      });
    } catch (cause) {
      signal?.throwIfAborted();
      throw new ApiError(0, 'offline', msg('The server cannot be reached.', { id: 'error-offline' }), {
        cause,
      });
    }
  }
}
