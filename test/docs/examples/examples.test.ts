import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { launchChromium } from '../../browser/launchChromium.ts';
import { ballsIn } from './phantom.ts';
import { hasFrameworks, jobIdOf, serveExamples } from './serveExamples.ts';

const FOLDER = new URL('../../../docs/examples/', import.meta.url);

/** Waits until the page's first viewer displays an image. */
const waitForImage = (page: Page): Promise<void> =>
  page.locator('dicom-viewer .corner.start').first().waitFor();

/** Waits until the viewer has loaded the list of the whole stack. */
async function waitForStack(page: Page): Promise<void> {
  await waitForImage(page);
  await page.locator('dicom-viewer .frames bdi', { hasText: '/ 8' }).waitFor();
}

const readPosition = (page: Page): Promise<string> =>
  page.locator('dicom-viewer .frames bdi').first().innerText();

describe('the examples', function () {
  this.timeout(60_000);
  let browser: Browser;
  let examples: Awaited<ReturnType<typeof serveExamples>>;
  let page: Page;
  const errors: string[] = [];

  before(async () => {
    [browser, examples] = await Promise.all([launchChromium(), serveExamples()]);
    page = await browser.newPage({ viewport: { width: 1100, height: 760 } });
    page.on('pageerror', ({ message }) => errors.push(message));
  });
  beforeEach(() => errors.splice(0));
  afterEach(() => assert.deepEqual(errors, []));
  after(async () => {
    await browser.close();
    await examples.close();
  });

  const open = (name: string): Promise<unknown> => page.goto(`${examples.origin}/${name}.html`);

  it('are all listed on the index page', () => {
    const index = readFileSync(new URL('index.html', FOLDER), 'utf8');
    for (const file of readdirSync(FOLDER).filter((each) => each.endsWith('.html') && each !== 'index.html'))
      assert.ok(index.includes(`href="/${file}"`), file);
  });

  const remedy = hasFrameworks() ? '' : ' (skipped: cd docs/examples && npm ci)';
  for (const framework of ['react', 'vue', 'angular'])
    it(`for ${framework} set properties, receive an event and display the image${remedy}`, async function () {
      if (!hasFrameworks()) this.skip();
      await open(framework);
      await waitForStack(page);
      const viewer = page.locator('dicom-viewer');
      const output = page.locator('output');
      await viewer.locator('.stage').press('Home');
      await output.filter({ hasText: jobIdOf(0) }).waitFor();
      await viewer.locator('.stage').press('ArrowDown');
      await output.filter({ hasText: jobIdOf(1) }).waitFor();
      await viewer.locator('.frames bdi', { hasText: 'Image 2 / 8' }).waitFor();
      await viewer.locator('.detection.label').first().waitFor();
      assert.equal(await viewer.locator('.detection.label').count(), ballsIn(1).length);
      const properties = await viewer.evaluate((element: HTMLElementTagNameMap['dicom-viewer']) => [
        typeof element.token,
        element.getAttribute('token'),
        element.jobId,
      ]);
      assert.deepEqual(properties, ['function', null, jobIdOf(1)]);
      await page.getByRole('button', { name: 'First image' }).click();
      await viewer.locator('.frames bdi', { hasText: 'Image 1 / 8' }).waitFor();
    });

  it('for local files display a stack without API requests', async () => {
    const requested: string[] = [];
    const record = (request: { url: () => string }): void =>
      void requested.push(new URL(request.url()).pathname);
    page.on('request', record);
    await open('files');
    await waitForStack(page);
    page.off('request', record);
    assert.deepEqual(
      requested.filter((path) => path.startsWith('/api')),
      [],
    );
  });

  it('for results show the id of the displayed job', async () => {
    await open('results');
    await waitForStack(page);
    await page.locator('dicom-viewer .stage').press('End');
    await page.locator('output', { hasText: jobIdOf(7) }).waitFor();
    assert.equal(await readPosition(page), 'Image 8 / 8');
  });

  it('for a custom tool add it to the toolbar, select it by its key and draw its marks', async () => {
    await open('tool');
    await waitForImage(page);
    assert.equal(
      await page.locator('dicom-viewer [data-tool="numbers"]').first().getAttribute('title'),
      'Mark positions (N)',
    );
    await page.locator('dicom-viewer .stage').press('n');
    await page.locator('dicom-viewer .stage').press('Enter');
    await page.locator('dicom-viewer .stage').click({ position: { x: 120, y: 120 } });
    assert.equal(await page.locator('dicom-viewer .overlay [data-tool="numbers"] circle').count(), 2);
  });

  it('for styling change colours, parts and slots of both elements', async () => {
    await open('styled');
    await page.locator('li.row').nth(3).locator('.choose').click();
    await waitForImage(page);
    const readStyle = (selector: string, property: string): Promise<string> =>
      page
        .locator(selector)
        .first()
        .evaluate((element, name) => getComputedStyle(element).getPropertyValue(name), property);
    assert.equal(await readStyle('.drop', 'border-top-style'), 'solid');
    assert.equal(await readStyle('.drop', 'border-top-left-radius'), '2px');
    assert.equal(await readStyle('.toolbar', 'background-color'), 'rgb(36, 26, 51)');
    assert.equal(await readStyle('.choices .primary', 'background-color'), 'rgb(107, 47, 160)');
    for (const text of ['For research only', 'Report…', 'No radiologist has reviewed these results'])
      assert.ok(await page.getByText(text).isVisible(), text);
  });

  it('for several viewers display the same image in both, and for uploads a completed job', async () => {
    await open('several');
    for (const viewer of await page.locator('dicom-viewer').all())
      await viewer.locator('.detection.label').first().waitFor();
    await open('upload');
    await page.locator('li.row').first().locator('.choose').click();
    await waitForImage(page);
  });
});
