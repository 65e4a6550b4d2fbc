import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { PollResult } from '../api/apiClient.ts';
import { toApiError, type ApiError } from '../api/apiError.ts';

export interface PollOptions<T> {
  /** One poll; takes the ETag of the last answer. */
  poll: (etag: string | undefined, signal: AbortSignal) => Promise<PollResult<T>>;
  /** Takes a new value; answers how long to wait before the next poll in ms, or undefined to stop. */
  onValue: (value: T) => number | undefined;
  /** Told of each failure, and of `undefined` once it works again. */
  onError: (error: ApiError | undefined) => void;
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
  #underWay = false;
  /** It was asked for once more while it was under way. */
  #again = false;
  /** Before then the server does not want to be asked. */
  #earliest = 0;
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

  /**
   * Polls soon: after the poll that is under way, and no sooner than the server asked for. `fresh` where the question
   * itself has changed, or the reader's own doing is to be seen: at once, whatever is under way, and without an ETag.
   */
  start({ fresh = false } = {}): void {
    const failing = this.#running && this.#backoff > 0;
    this.#running = true;
    if (fresh) {
      this.#etag = undefined;
      this.#backoff = 0;
      this.#schedule(0);
    } else if (this.#underWay) this.#again = true;
    else if (!failing) this.#schedule(Math.max(0, this.#earliest - performance.now()));
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
    this.#underWay = false;
    this.#again = false;
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
    this.#underWay = true;
    try {
      const answer = await this.#options.poll(this.#etag, signal);
      if (signal.aborted) return;
      this.#backoff = 0;
      this.#earliest = performance.now() + (answer.retryAfterMs ?? 0);
      this.#etag = answer.etag;
      this.#options.onError(undefined);
      if (answer.value !== undefined) this.#wait = this.#options.onValue(answer.value);
      if (this.#again) next = answer.retryAfterMs ?? 0;
      else if (this.#wait !== undefined) next = Math.max(this.#wait, answer.retryAfterMs ?? 0);
      else this.#running = false;
    } catch (error) {
      if (signal.aborted) return;
      const problem = toApiError(error);
      this.#options.onError(problem);
      if (!problem.transient) this.#running = false;
      else next = this.#nextBackoff();
    }
    // What was told may have started another poll or stopped this one.
    if (this.#abort?.signal !== signal) return;
    this.#underWay = false;
    if (next !== undefined && this.#running) this.#schedule(next);
  }

  #nextBackoff(): number {
    this.#backoff = Math.min(LONGEST_BACKOFF_MS, Math.max(FIRST_BACKOFF_MS, this.#backoff * 2));
    return this.#backoff * (0.5 + Math.random() / 2);
  }
}
