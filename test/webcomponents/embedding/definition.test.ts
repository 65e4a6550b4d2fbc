import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { bundle } from '../../browser/bundle.ts';
import { launchChromium } from '../../browser/launchChromium.ts';
import { serve } from '../../browser/serve.ts';

interface Classes {
  DicomViewer: CustomElementConstructor;
}

describe('the elements’ modules', function () {
  this.timeout(60_000);
  let browser: Browser;
  let site: Awaited<ReturnType<typeof serve>>;

  before(async () => {
    const files = await bundle({ classes: 'webcomponents/index.ts', define: 'webcomponents/define.ts' });
    site = await serve((request, response) => {
      const file = files.get(new URL(request.url ?? '/', 'http://site').pathname.slice(1));
      if (file) response.writeHead(200, { 'content-type': 'text/javascript' }).end(file.contents);
      else response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>Page</title>');
    });
    browser = await launchChromium();
  });
  after(async () => {
    await browser.close();
    await site.close();
  });

  it('define no tags and leave the page unchanged if only the classes are imported', async () => {
    const page = await browser.newPage();
    await page.goto(site.origin);
    const imported = await page.evaluate(async (origin) => {
      const globals = new Set(Object.getOwnPropertyNames(window));
      const { DicomViewer } = (await import(`${origin}/classes.js`)) as Classes;
      return {
        kind: typeof DicomViewer,
        tags: ['dicom-viewer', 'dicom-analyzer'].filter((tag) => customElements.get(tag)),
        body: document.body.innerHTML,
        // Lit sets globals to detect that a page loads it twice.
        globals: Object.getOwnPropertyNames(window).filter(
          (name) => !globals.has(name) && !/^(lit|reactive)/.test(name),
        ),
      };
    }, site.origin);
    assert.deepEqual(imported, { kind: 'function', tags: [], body: '', globals: [] });
    await page.close();
  });

  it('keep a tag that the page has defined, and define the other', async () => {
    const page = await browser.newPage();
    await page.goto(site.origin);
    const kept = await page.evaluate(async (origin) => {
      const { DicomViewer } = (await import(`${origin}/classes.js`)) as Classes;
      customElements.define('dicom-viewer', class extends DicomViewer {});
      const defined = customElements.get('dicom-viewer');
      await import(`${origin}/define.js`);
      await import(`${origin}/define.js?again`);
      return [
        customElements.get('dicom-viewer') === defined,
        customElements.get('dicom-analyzer') !== undefined,
      ];
    }, site.origin);
    assert.deepEqual(kept, [true, true]);
    await page.close();
  });

  it('apply properties and attributes that the page has set before the definition', async () => {
    const page = await browser.newPage();
    await page.goto(site.origin);
    const applied = await page.evaluate(async (origin) => {
      const viewer = document.createElement('dicom-viewer');
      const blob = new Blob(['no image']);
      Object.assign(viewer, { file: blob, threshold: 'not a property' });
      viewer.setAttribute('api-url', '/somewhere');
      document.body.append(viewer);
      await import(`${origin}/define.js`);
      await viewer.updateComplete;
      const first = viewer.file === blob;
      viewer.file = undefined;
      await viewer.updateComplete;
      return { first, apiUrl: viewer.apiUrl, shadowed: Object.hasOwn(viewer, 'file') };
    }, site.origin);
    assert.deepEqual(applied, { first: true, apiUrl: '/somewhere', shadowed: false });
    await page.close();
  });
});
