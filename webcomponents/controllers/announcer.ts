import type { ReactiveController, ReactiveControllerHost } from 'lit';

const QUIET_MS = 250;

/** Words for a live region: only the last of many that follow each other closely is told (WCAG 4.1.3). */
export class Announcer implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  #timer: ReturnType<typeof setTimeout> | undefined;
  words = '';

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  hostDisconnected(): void {
    clearTimeout(this.#timer);
    this.words = '';
  }

  say(words: string): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.words = words;
      this.#host.requestUpdate();
    }, QUIET_MS);
  }
}
