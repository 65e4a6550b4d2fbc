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
  #wake: NodeJS.Timeout | undefined;

  /** @param offset milliseconds that the clock is ahead of the computer's; default 0 */
  constructor(offset = 0) {
    this.#offset = offset;
  }

  now(): number {
    return Date.now() + this.#offset;
  }

  after(milliseconds: number, callback: () => void): Timer {
    const pending = { at: this.now() + Math.max(0, milliseconds), callback };
    this.#pending.add(pending);
    this.#schedule();
    return {
      cancel: () => {
        if (this.#pending.delete(pending)) this.#schedule();
      },
    };
  }

  /** Moves time on; what falls due on the way is called, in the order of its time. */
  advance(milliseconds: number): void {
    if (milliseconds < 0) throw new RangeError(`Time does not run backwards: ${milliseconds} ms`);
    this.#offset += milliseconds;
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
    clearTimeout(this.#wake);
    this.#wake = undefined;
    if (this.#pending.size === 0) return;
    let first = Infinity;
    for (const { at } of this.#pending) first = Math.min(first, at);
    const wait = Math.min(LONGEST_TIMEOUT, Math.max(0, first - this.now()));
    this.#wake = setTimeout(() => this.#fire(), wait);
  }
}
