import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { selectLanguage } from './language.ts';

/**
 * Speaks the language of the nearest element with a `lang`, the host itself first, across shadow roots; where no element
 * has one, the reader's own. Follows it when the page changes it.
 */
export class LanguageController implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #observer = new MutationObserver(() => this.#follow());

  constructor(host: ReactiveControllerHost & HTMLElement) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {
    for (const element of withAncestors(this.#host))
      this.#observer.observe(element, { attributes: true, attributeFilter: ['lang'] });
    this.#follow();
  }

  hostDisconnected(): void {
    this.#observer.disconnect();
  }

  #follow(): void {
    for (const element of withAncestors(this.#host)) {
      const language = element.getAttribute('lang');
      if (language !== null && language !== '') return void selectLanguage([language]);
    }
    void selectLanguage(navigator.languages);
  }
}

function* withAncestors(host: Element): Generator<Element> {
  for (let at: Element | undefined = host; at;) {
    yield at;
    const root = at.getRootNode();
    at = at.parentElement ?? (root instanceof ShadowRoot ? root.host : undefined);
  }
}
