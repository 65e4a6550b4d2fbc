import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Polled } from '../api/apiClient.ts';
import { asApiError, type ApiError } from '../api/apiError.ts';

export interface PollOptions<T> {
  /** One poll; takes the ETag of the last answer. */
  poll: (etag: string | undefined, signal: AbortSignal) => Promise<Polled<T>>;
  /** Takes a new value; answers how long to wait before the next poll in ms, or undefined to stop. */
  take: (value: T) => number | undefined;
  /** Told of each failure, and of `undefined` once it works again. */
  failed: (error: ApiError | undefined) => void;
}

const FIRST_BACKOFF_MS = 1000;
const LONGEST_BACKOFF_MS = 60_000;

/**
 * Polls while its host is connected and the page is visible. The server's `Retry-After` is the least wait, ETags spare
 * unchanged answers, failures back off with jitter, and an answer that comes after `stop` is dropped.
 */
export class PollingController<T> implements ReactiveController {
  readonly #options: PollOptions<T>;
  #etag: string | undefined;
  #wait: number | undefined;
  #backoff = 0;
  #running = false;
  #abort: AbortController | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(host: ReactiveControllerHost, options: PollOptions<T>) {
    this.#options = options;
    host.addController(this);
  }

  hostConnected(): void {
    document.addEventListener('visibilitychange', this.#onVisible);
    if (this.#running) this.#schedule(0);
  }

  hostDisconnected(): void {
    document.removeEventListener('visibilitychange', this.#onVisible);
    this.#cancel();
  }

  /** Polls at once, and forgets the ETag where the question itself has changed. */
  start({ fresh = false } = {}): void {
    if (fresh) this.#etag = undefined;
    this.#running = true;
    this.#backoff = 0;
    this.#schedule(0);
  }

  stop(): void {
    this.#running = false;
    this.#etag = undefined;
    this.#cancel();
  }

  #cancel(): void {
    clearTimeout(this.#timer);
    this.#abort?.abort();
    this.#abort = undefined;
  }

  readonly #onVisible = (): void => {
    if (document.visibilityState === 'visible' && this.#running) this.#schedule(0);
  };

  #schedule(wait: number): void {
    this.#cancel();
    const abort = new AbortController();
    this.#abort = abort;
    // What is asked at once is on its way before the host is drawn.
    if (wait === 0) void this.#once(abort.signal);
    else this.#timer = setTimeout(() => void this.#once(abort.signal), wait);
  }

  async #once(signal: AbortSignal): Promise<void> {
    if (document.visibilityState === 'hidden') return;
    let next: number | undefined;
    try {
      const answer = await this.#options.poll(this.#etag, signal);
      if (signal.aborted) return;
      this.#backoff = 0;
      this.#etag = answer.etag;
      this.#options.failed(undefined);
      if (answer.value !== undefined) this.#wait = this.#options.take(answer.value);
      if (this.#wait !== undefined) next = Math.max(this.#wait, answer.retryAfterMs ?? 0);
      else this.#running = false;
    } catch (error) {
      if (signal.aborted) return;
      const problem = asApiError(error);
      this.#options.failed(problem);
      if (!problem.transient) this.#running = false;
      else next = this.#nextBackoff();
    }
    // What was told may have started another poll or stopped this one.
    if (next !== undefined && this.#running && this.#abort?.signal === signal) this.#schedule(next);
  }

  #nextBackoff(): number {
    this.#backoff = Math.min(LONGEST_BACKOFF_MS, Math.max(FIRST_BACKOFF_MS, this.#backoff * 2));
    return this.#backoff * (0.5 + Math.random() / 2);
  }
}
