import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { PollResult } from '../api/apiClient.ts';
import { toApiError, type ApiError } from '../api/apiError.ts';

export interface PollOptions<T> {
  /** Polls once; receives the ETag of the last response. */
  poll: (etag: string | undefined, signal: AbortSignal) => Promise<PollResult<T>>;
  /** Receives a new value; returns the wait before the next poll in ms, or undefined to stop polling. */
  onValue: (value: T) => number | undefined;
  /** Receives each error, and undefined after a poll that succeeds. */
  onError: (error: ApiError | undefined) => void;
}

const FIRST_BACKOFF_MS = 1000;
const LONGEST_BACKOFF_MS = 60_000;

/**
 * Polls while its host is connected and the page is visible. Waits at least the server's `Retry-After`, sends ETags,
 * backs off with jitter after errors, and drops responses that arrive after `stop`.
 */
export class PollingController<T> implements ReactiveController {
  readonly #options: PollOptions<T>;
  #etag: string | undefined;
  #wait: number | undefined;
  #backoff = 0;
  #running = false;
  #polling = false;
  /** True if `start` was called during the current poll. */
  #pollAgain = false;
  /** The earliest time at which the server accepts another poll, on the clock of `performance.now()`. */
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
   * Polls soon: after the current poll, and not before the server's `Retry-After`. With `fresh`, polls now, aborts the
   * current poll and sends no ETag: for another resource, or to show the effect of a user's action.
   */
  start({ fresh = false } = {}): void {
    const backingOff = this.#running && this.#backoff > 0;
    this.#running = true;
    if (fresh) {
      this.#etag = undefined;
      this.#backoff = 0;
      this.#schedule(0);
    } else if (this.#polling) this.#pollAgain = true;
    else if (!backingOff) this.#schedule(Math.max(0, this.#earliest - performance.now()));
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
    this.#polling = false;
    this.#pollAgain = false;
  }

  readonly #onVisible = (): void => {
    if (document.visibilityState === 'visible' && this.#running) this.#schedule(0);
  };

  #schedule(wait: number): void {
    this.#cancel();
    const abort = new AbortController();
    this.#abort = abort;
    // Without a timer, the request is sent before the host renders.
    if (wait === 0) void this.#poll(abort.signal);
    else this.#timer = setTimeout(() => void this.#poll(abort.signal), wait);
  }

  async #poll(signal: AbortSignal): Promise<void> {
    if (document.visibilityState === 'hidden') return;
    let next: number | undefined;
    this.#polling = true;
    try {
      const { value, etag, retryAfterMs = 0 } = await this.#options.poll(this.#etag, signal);
      if (signal.aborted) return;
      this.#backoff = 0;
      this.#earliest = performance.now() + retryAfterMs;
      this.#etag = etag;
      this.#options.onError(undefined);
      if (value !== undefined) this.#wait = this.#options.onValue(value);
      if (this.#pollAgain) next = retryAfterMs;
      else if (this.#wait !== undefined) next = Math.max(this.#wait, retryAfterMs);
      else this.#running = false;
    } catch (cause) {
      if (signal.aborted) return;
      const error = toApiError(cause);
      this.#options.onError(error);
      if (!error.transient) this.#running = false;
      else next = this.#nextBackoff();
    }
    // A callback may have started another poll or stopped this one.
    if (this.#abort?.signal !== signal) return;
    this.#polling = false;
    if (next !== undefined && this.#running) this.#schedule(next);
  }

  #nextBackoff(): number {
    this.#backoff = Math.min(LONGEST_BACKOFF_MS, Math.max(FIRST_BACKOFF_MS, this.#backoff * 2));
    return this.#backoff * (0.5 + Math.random() / 2);
  }
}
