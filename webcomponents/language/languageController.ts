import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { selectLanguage } from './language.ts';

/**
 * Selects the language of the nearest ancestor with a `lang` attribute, starting at the host and crossing shadow roots;
 * without one, the browser's languages. Observes the attributes for changes.
 */
export class LanguageController implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #observer = new MutationObserver(() => this.#update());

  constructor(host: ReactiveControllerHost & HTMLElement) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {
    for (const element of listWithAncestors(this.#host))
      this.#observer.observe(element, { attributes: true, attributeFilter: ['lang'] });
    this.#update();
  }

  hostDisconnected(): void {
    this.#observer.disconnect();
  }

  #update(): void {
    for (const element of listWithAncestors(this.#host)) {
      const language = element.getAttribute('lang');
      if (language !== null && language !== '') return void selectLanguage([language]);
    }
    void selectLanguage(navigator.languages);
  }
}

function* listWithAncestors(host: Element): Generator<Element> {
  for (let element: Element | undefined = host; element;) {
    yield element;
    const root = element.getRootNode();
    element = element.parentElement ?? (root instanceof ShadowRoot ? root.host : undefined);
  }
}
