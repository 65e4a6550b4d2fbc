/** A timer that can be called off. */
export interface Timer {
  cancel(): void;
}

/** Time as every local service sees it. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Calls back once, when so many milliseconds of this clock have passed. */
  after(milliseconds: number, callback: () => void): Timer;
}

/** setTimeout takes no more than 31 bits. */
const LONGEST_TIMEOUT = 2 ** 31 - 1;

interface Pending {
  readonly at: number;
  readonly callback: () => void;
}

/** The computer's time, and whatever it was moved on by. */
export class MovableClock implements Clock {
  #offset: number;
  readonly #pending = new Set<Pending>();
  #wake: { readonly at: number; readonly timer: NodeJS.Timeout } | undefined;

  /** @param offset milliseconds that the clock is ahead of the computer's; default 0 */
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
        // A wake for nothing looks for the next: thousands of timers are called off, few fall due.
        if (this.#pending.delete(pending) && this.#pending.size === 0) this.#schedule();
      },
    };
  }

  /** When the next timer falls due; undefined where none waits. */
  get next(): number | undefined {
    let first = Infinity;
    for (const { at } of this.#pending) first = Math.min(first, at);
    return first === Infinity ? undefined : first;
  }

  /**
   * Moves time on, by whole milliseconds as every timestamp is; what falls due on the way is called, in the order of
   * its time.
   */
  advance(milliseconds: number): void {
    if (milliseconds < 0) throw new RangeError(`Time does not run backwards: ${milliseconds} ms`);
    this.#offset += Math.ceil(milliseconds);
    this.#fire();
  }

  /** Calls off every timer, so that nothing keeps the process. */
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
