import { msg } from '@lit/localize';
import type {
  CreateJobsRequest,
  CreateJobsResponse,
  LinksResponse,
  ListJobsResponse,
} from '../../contract/api.ts';
import type { Job } from '../../contract/job.ts';
import { ApiError, readProblem } from './apiError.ts';

/** An access token, or a function that returns one. `forceRefresh` is true after a 401. */
export type TokenSource = string | ((options: { forceRefresh: boolean }) => Promise<string>);

/** The response to a conditional GET: `value` is absent if the server answered 304. */
export interface PollResult<T> {
  value?: T;
  etag?: string;
  /** The least wait before the next poll, from `Retry-After`. */
  retryAfterMs?: number;
}

interface CallOptions {
  body?: unknown;
  headers?: Record<string, string>;
  signal?: AbortSignal | undefined;
}

/**
 * Calls the REST API. Requests the token for every call and never stores it.
 *
 * Every method throws {@link ApiError}, or the signal's reason if the signal is aborted.
 */
export class ApiClient {
  readonly #base: string;
  readonly #token: () => TokenSource | undefined;

  /** @param apiUrl the base URL of all paths, resolved against the page's URL */
  constructor(apiUrl: string, token: () => TokenSource | undefined) {
    this.#base = new URL(apiUrl, document.baseURI).href.replace(/\/$/, '');
    this.#token = token;
  }

  /** Creates 1 to 100 jobs. The same key with the same body returns the same jobs. */
  async createJobs(
    request: CreateJobsRequest,
    idempotencyKey: string,
    signal?: AbortSignal,
  ): Promise<CreateJobsResponse> {
    const headers = { 'idempotency-key': idempotencyKey };
    const response = await this.#call('POST', '/jobs', { body: request, headers, signal });
    return (await response.json()) as CreateJobsResponse;
  }

  /** Returns one job with its results. */
  getJob(jobId: string, etag?: string, signal?: AbortSignal): Promise<PollResult<Job>> {
    return this.#poll(`/jobs/${encodeURIComponent(jobId)}`, etag, signal);
  }

  /** Returns a page of jobs, newest first. */
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

  /** Creates short-lived URLs of the source and the renditions. */
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
    const result: PollResult<T> = {};
    const wait = parseRetryAfter(response.headers.get('retry-after'));
    if (wait !== undefined) result.retryAfterMs = wait;
    const tag = response.headers.get('etag') ?? etag;
    if (tag !== undefined) result.etag = tag;
    if (response.status !== 304) result.value = (await response.json()) as T;
    return result;
  }

  async #call(method: string, path: string, options: CallOptions = {}): Promise<Response> {
    const first = await this.#send(method, path, options, false);
    const refreshable = first.status === 401 && typeof this.#token() === 'function';
    const response = refreshable ? await this.#send(method, path, options, true) : first;
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
        msg('You are not signed in: the page has set no token.', { id: 'error-no-token' }),
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

/** Parses `Retry-After` (RFC 9110, 10.2.3), in seconds or a date, into ms from now. */
function parseRetryAfter(header: string | null): number | undefined {
  if (header === null) return undefined;
  if (/^\d+$/.test(header)) return Number(header) * 1000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, date - Date.now());
}
