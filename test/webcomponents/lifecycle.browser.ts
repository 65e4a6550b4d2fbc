import '../../webcomponents/define.ts';
import { deepEqual, equal } from '../browser/assert.ts';
import { waitFor } from '../support/waitFor.ts';
import { createRandomKey } from '../../webcomponents/api/createRandomKey.ts';
import { completedJob, putJob } from './support/jobs.ts';

/** Counts the resources that outlive an element: listeners on window and document, timers and blob URLs. */
class ResourceCounter {
  readonly #counts = new Map<string, number>();
  readonly #restorers: (() => void)[] = [];
  readonly #timers = new Set<number>();

  constructor() {
    for (const target of [window, document] as const) this.#watchListeners(target);
    this.#replace(window, 'setTimeout', (set) => (handler: () => void, wait?: number) => {
      const timer = set(() => {
        this.#timers.delete(timer);
        handler();
      }, wait);
      this.#timers.add(timer);
      return timer;
    });
    this.#replace(window, 'clearTimeout', (clear) => (timer?: number) => {
      if (timer !== undefined) this.#timers.delete(timer);
      clear(timer);
    });
    this.#replace(URL, 'createObjectURL', (create) => (blob: Blob) => {
      this.#count('blob', 1);
      return create(blob);
    });
    this.#replace(URL, 'revokeObjectURL', (revoke) => (url: string) => {
      this.#count('blob', -1);
      revoke(url);
    });
  }

  get unreleased(): [string, number][] {
    return [...this.#counts, ['timers', this.#timers.size] as [string, number]].filter(
      ([, count]) => count > 0,
    );
  }

  restore(): void {
    for (const restore of this.#restorers) restore();
  }

  #watchListeners(target: Window | Document): void {
    const name = target === window ? 'window' : 'document';
    this.#replace(target, 'addEventListener', (add) => (...args: [string, EventListener]) => {
      this.#count(`${name} ${args[0]}`, 1);
      add(...args);
    });
    this.#replace(target, 'removeEventListener', (remove) => (...args: [string, EventListener]) => {
      this.#count(`${name} ${args[0]}`, -1);
      remove(...args);
    });
  }

  #count(kind: string, by: number): void {
    this.#counts.set(kind, (this.#counts.get(kind) ?? 0) + by);
  }

  #replace<T extends object, K extends keyof T>(target: T, name: K, wrap: (original: T[K]) => unknown): void {
    const descriptor = Object.getOwnPropertyDescriptor(target, name);
    const before = target[name];
    const bound = (before as (...args: unknown[]) => unknown).bind(target) as T[K];
    target[name] = wrap(bound) as T[K];
    this.#restorers.push(() => {
      if (descriptor) Object.defineProperty(target, name, descriptor);
      else Reflect.deleteProperty(target, name);
    });
  }
}

describe('the elements in a page', () => {
  afterEach(() => document.body.replaceChildren());

  it('release all resources after 100 connects and disconnects', async () => {
    const batch = createRandomKey();
    await putJob({ batch, state: 'rejected', error: { code: 'empty', message: 'The file is empty.' } });
    const resources = new ResourceCounter();
    try {
      for (let time = 0; time < 100; time++) {
        const analyzer = mount(batch);
        await analyzer.updateComplete;
        if (time % 10 === 0) await waitFor('the list', () => analyzer.renderRoot.querySelector('li.row'));
        analyzer.remove();
      }
      await new Promise((resolve) => requestAnimationFrame(resolve));
      deepEqual(resources.unreleased, []);
    } finally {
      resources.restore();
    }
  });

  it('keep properties that are set before the tags are defined', async () => {
    const early = document.createElement('dicom-early');
    Object.assign(early, { apiUrl: '/api', batch: 'before', token: 'good' });
    document.body.append(early);
    customElements.define('dicom-early', class extends customElements.get('dicom-analyzer')! {});
    const analyzer = early as unknown as HTMLElementTagNameMap['dicom-analyzer'];
    await analyzer.updateComplete;
    equal(analyzer.batch, 'before');
    equal(analyzer.token, 'good');
    analyzer.batch = 'after';
    await analyzer.updateComplete;
    const calls = async (): Promise<string[]> => (await (await fetch('/fake/calls')).json()) as string[];
    let seen: string[] = [];
    await waitFor('a poll', () => {
      void calls().then((all) => (seen = all));
      return seen.some((call) => call.includes('batch=after'));
    });
  });

  it('run no script from 200 hostile file names and error messages', async () => {
    const batch = createRandomKey();
    Object.assign(window, { ran: 0 });
    const hostile = Array.from({ length: 200 }, (_, index) => payloads[index % payloads.length]!(index));
    for (const text of hostile.slice(0, 100))
      await putJob({ batch, state: 'rejected', error: { code: 'x', message: text } });
    const analyzer = mount(batch);
    await analyzer.updateComplete;
    const transfer = new DataTransfer();
    // The files differ in content, because equal content is one job.
    for (const name of hostile.slice(100)) transfer.items.add(new File([name], name));
    const zone = analyzer.renderRoot.querySelector('.drop')!;
    zone.dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true }));
    const texts = (selector: string): string[] =>
      [...analyzer.renderRoot.querySelectorAll(selector)].map(({ textContent }) => textContent.trim());
    await waitFor('the error messages', () => texts('.problem').length >= 100);
    await waitFor(
      'the file names',
      () => texts('.title').filter((title) => hostile.includes(title)).length >= 100,
    );
    equal(analyzer.renderRoot.querySelectorAll('img, script, iframe, a').length, 0);
    equal((window as unknown as { ran: number }).ran, 0);
  });

  it('run no script from hostile labels, text, models, warnings and errors', async () => {
    const batch = createRandomKey();
    Object.assign(window, { ran: 0 });
    const hostile = (index: number): string => payloads[index % payloads.length]!(index);
    const box = { left: 0.2, top: 0.2, width: 0.3, height: 0.3 };
    const labels = payloads.map((payload, index) => ({
      name: payload(index),
      confidence: 90,
      instances: [{ frame: 0, box, confidence: 90 }],
    }));
    const text = payloads.map((payload, index) => ({ frame: 0, box, confidence: 90, text: payload(index) }));
    await putJob({
      ...completedJob(box),
      batch,
      analyses: {
        first: { state: 'succeeded', model: hostile(3), labels, text },
        second: { state: 'failed', labels: [], text: [], error: { code: hostile(1), message: hostile(2) } },
      },
      warnings: payloads.map((payload, index) => ({ code: 'x', message: payload(index) })),
    });
    const analyzer = mount(batch);
    await waitFor('the row', () => analyzer.renderRoot.querySelector('li.row button'));
    analyzer.renderRoot.querySelector<HTMLElement>('li.row button')!.click();
    const { renderRoot } = analyzer.renderRoot.querySelector('dicom-viewer')!;
    const textContent = (): string => renderRoot.textContent;
    for (const { name } of labels) await waitFor(name, () => textContent().includes(name));
    await waitFor('the error', () => textContent().includes(hostile(2)));
    equal(renderRoot.querySelectorAll('img, script, iframe, a, [onload], [onerror], [onfocus]').length, 0);
    equal((window as unknown as { ran: number }).ran, 0);
  });
});

const payloads: ((index: number) => string)[] = [
  (index) => `<img src=x onerror="window.ran++">${index}`,
  (index) => `<script>window.ran++</script>${index}`,
  (index) => `"><svg onload="window.ran++">${index}`,
  (index) => `javascript:window.ran++//${index}`,
  (index) => '${window.ran++}' + String(index),
  (index) => `</li><iframe srcdoc="<script>parent.ran++</script>">${index}`,
  (index) => `<a href="javascript:window.ran++">${index}</a>`,
  (index) => `' autofocus onfocus='window.ran++' x='${index}`,
];

function mount(batch: string): HTMLElementTagNameMap['dicom-analyzer'] {
  const analyzer = document.createElement('dicom-analyzer');
  Object.assign(analyzer, { apiUrl: '/api', batch, token: 'good' });
  document.body.append(analyzer);
  return analyzer;
}
