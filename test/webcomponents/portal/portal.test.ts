import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { siteContents } from '../../browser/embeddingPage.ts';
import { launchChromium } from '../../browser/launchChromium.ts';
import { serve } from '../../browser/serve.ts';

const CONFIG = { apiUrl: '/api', issuer: 'https://login.example.org', clientId: 'portal', scope: 'openid' };

/** The signed-out portal as a user sees it. */
interface Seen {
  lang: string;
  title: string;
  heading: string;
  texts: string[];
}

describe('the language of the portal page', function () {
  this.timeout(60_000);
  let browser: Browser;
  before(async () => (browser = await launchChromium()));
  after(() => browser.close());

  /** Opens the portal in a browser of this locale. */
  async function open(locale: string, { lang = '', configured = true } = {}): Promise<Seen> {
    const files = siteContents();
    const { origin, close } = await serve((request, response) => {
      const path = new URL(request.url ?? '/', 'http://site').pathname.slice(1) || 'index.html';
      if (path === 'config.json') {
        response.writeHead(configured ? 200 : 404).end(JSON.stringify(CONFIG));
        return;
      }
      const { type, contents } = files.get(path)!;
      const marked = lang === '' ? contents : contents.toString().replace('<html>', `<html lang="${lang}">`);
      response.writeHead(200, { 'content-type': type }).end(path === 'index.html' ? marked : contents);
    });
    const page = await browser.newPage({ locale });
    try {
      await page.goto(origin);
      await page.locator('h2').waitFor();
      const texts = await page.locator('.welcome :is(p, button, small)').allInnerTexts();
      return {
        lang: await page.evaluate(() => document.documentElement.lang),
        title: await page.title(),
        heading: await page.locator('h2').innerText(),
        texts: texts.map((text) => text.trim()),
      };
    } finally {
      await page.close();
      await close();
    }
  }

  it("is the browser's", async () => {
    const { lang, title, heading, texts } = await open('de-AT');
    assert.deepEqual([lang, title, heading], ['de', 'Bildanalyse', 'Bildanalyse']);
    assert.deepEqual(texts.slice(1), ['Anmelden', 'Kein Medizinprodukt; nicht zur Befundung.']);
  });

  it('is English if the portal is not translated into the browser’s language', async () => {
    const { lang, title, heading, texts } = await open('fr-FR');
    assert.deepEqual([lang, title, heading], ['en', 'Image analysis', 'Image analysis']);
    assert.deepEqual(texts.slice(1), ['Sign in', 'Not a medical device; not for diagnosis.']);
  });

  it("is the page's `lang` if it has one", async () => {
    assert.equal((await open('en-US', { lang: 'de' })).heading, 'Bildanalyse');
    assert.equal((await open('de-DE', { lang: 'en' })).heading, 'Image analysis');
  });

  it('applies to an error in the configuration', async () => {
    const { heading, texts } = await open('de-DE', { configured: false });
    assert.equal(heading, 'Die Seite konnte nicht gestartet werden');
    assert.deepEqual(texts, [
      '/config.json kann nicht gelesen werden (Status 404). Stellen Sie den Stack erneut bereit.',
    ]);
  });
});
