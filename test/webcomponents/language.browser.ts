import '../../webcomponents/define.ts';
import { addLanguage } from '../../webcomponents/index.ts';
import { createRandomKey } from '../../webcomponents/api/createRandomKey.ts';
import { equal } from '../browser/assert.ts';
import { waitFor } from '../support/waitFor.ts';
import { putJob } from './support/jobs.ts';

type Analyzer = HTMLElementTagNameMap['dicom-analyzer'];

describe('the language of the elements', () => {
  afterEach(async () => {
    document.documentElement.removeAttribute('lang');
    document.body.replaceChildren();
    const analyzer = mount();
    await waitFor('English', () => button(analyzer) === 'Choose files');
    document.body.replaceChildren();
  });

  it("is the page's language, and changes with it", async () => {
    document.documentElement.lang = 'de-AT';
    const analyzer = mount();
    await waitFor('German', () => button(analyzer) === 'Dateien auswählen');
    equal(language(analyzer), 'de', 'marks its text with the language');
    document.documentElement.lang = 'en';
    await waitFor('English', () => button(analyzer) === 'Choose files');
    equal(language(analyzer), 'en');
  });

  it('is the language of the nearest ancestor with a `lang`, across shadow roots', async () => {
    document.documentElement.lang = 'en';
    const outer = document.createElement('div');
    outer.lang = 'de';
    const analyzer = document.createElement('dicom-analyzer');
    outer.attachShadow({ mode: 'open' }).append(analyzer);
    document.body.append(outer);
    await waitFor('German', () => button(analyzer) === 'Dateien auswählen');
    analyzer.lang = 'en';
    await waitFor('its own language', () => button(analyzer) === 'Choose files');
  });

  it('is English for an unknown language, until the page adds its messages', async () => {
    document.documentElement.lang = 'fr';
    const analyzer = mount();
    await analyzer.updateComplete;
    equal(button(analyzer), 'Choose files');
    equal(language(analyzer), 'en');
    addLanguage('fr', () => Promise.resolve({ templates: { 'choose-files': 'Choisir des fichiers' } }));
    await waitFor('French', () => button(analyzer) === 'Choisir des fichiers');
    equal(language(analyzer), 'fr');
    equal(button(analyzer, 1), 'Choose a folder', 'missing messages are English');
  });

  it("applies to the server's errors, by their codes", async () => {
    const batch = createRandomKey();
    const message = 'The PNG file ends before its image does.';
    await putJob({ batch, state: 'rejected', error: { code: 'truncated', message } });
    const analyzer = mount(batch);
    const problem = (): string | undefined =>
      analyzer.renderRoot.querySelector('li .problem')?.textContent.trim();
    await waitFor("the server's message", () => problem() === message);
    document.documentElement.lang = 'de';
    await waitFor('German', () => problem()?.startsWith('Die Datei ist unvollständig.'));
  });

  it('stays unchanged if the messages cannot be loaded', async () => {
    document.documentElement.lang = 'nl';
    addLanguage('nl', () => Promise.reject(new Error('offline')));
    const analyzer = mount();
    await analyzer.updateComplete;
    await new Promise((resolve) => setTimeout(resolve));
    equal(button(analyzer), 'Choose files');
  });
});

function mount(batch = createRandomKey()): Analyzer {
  const analyzer = document.createElement('dicom-analyzer');
  Object.assign(analyzer, { apiUrl: '/api', batch, token: 'good' });
  document.body.append(analyzer);
  return analyzer;
}

const button = (analyzer: Analyzer, at = 0): string | undefined =>
  analyzer.renderRoot.querySelectorAll('.choices button')[at]?.textContent.trim();
const language = (analyzer: Analyzer): string | null =>
  analyzer.renderRoot.querySelector('.side')!.getAttribute('lang');
