/** A timer that can be cancelled. */
export interface Timer {
  cancel(): void;
}

/** The time of the local services. */
export interface Clock {
  /** Returns milliseconds since 1970. */
  now(): number;
  /** Calls back once, after that many milliseconds of this clock. */
  after(milliseconds: number, callback: () => void): Timer;
}

/** The longest delay of setTimeout, which takes 31 bits. */
const LONGEST_TIMEOUT = 2 ** 31 - 1;

interface Pending {
  readonly at: number;
  readonly callback: () => void;
}

/** The computer's clock plus an offset that can grow. */
export class MovableClock implements Clock {
  #offset: number;
  readonly #pending = new Set<Pending>();
  #wake: { readonly at: number; readonly timer: NodeJS.Timeout } | undefined;

  /** @param offset the milliseconds by which this clock is ahead of the computer's; default 0 */
  constructor(offset = 0) {
    this.#offset = offset;
  }

  now(): number {
    return Date.now() + this.#offset;
  }

  after(milliseconds: number, callback: () => void): Timer {
    const pending = { at: this.now() + Math.ceil(Math.max(0, milliseconds)), callback };
    this.#pending.add(pending);
    if (this.#wake === undefined || pending.at < this.#wake.at) this.#wakeAt(pending.at);
    return {
      cancel: () => {
        // A cancelled timer keeps its wake-up, which then schedules the next one: of thousands of timers few fall due.
        if (this.#pending.delete(pending) && this.#pending.size === 0) this.#schedule();
      },
    };
  }

  /** The time at which the next timer falls due; undefined if there is none. */
  get next(): number | undefined {
    let first = Infinity;
    for (const { at } of this.#pending) first = Math.min(first, at);
    return first === Infinity ? undefined : first;
  }

  /**
   * Advances the clock, in whole milliseconds as in every timestamp, and calls the timers that fall due in the order of
   * their time.
   */
  advance(milliseconds: number): void {
    if (milliseconds < 0) throw new RangeError(`The clock cannot run backwards: ${milliseconds} ms`);
    this.#offset += Math.ceil(milliseconds);
    this.#fire();
  }

  /** Cancels every timer, so that none keeps the process alive. */
  close(): void {
    this.#pending.clear();
    this.#schedule();
  }

  #fire(): void {
    const now = this.now();
    const due = [...this.#pending].filter(({ at }) => at <= now).sort((a, b) => a.at - b.at);
    for (const pending of due) if (this.#pending.delete(pending)) pending.callback();
    this.#schedule();
  }

  #schedule(): void {
    const { next } = this;
    if (next !== undefined) {
      this.#wakeAt(next);
      return;
    }
    clearTimeout(this.#wake?.timer);
    this.#wake = undefined;
  }

  #wakeAt(at: number): void {
    clearTimeout(this.#wake?.timer);
    const wait = Math.min(LONGEST_TIMEOUT, Math.max(0, at - this.now()));
    this.#wake = { at, timer: setTimeout(() => this.#fire(), wait) };
  }
}
