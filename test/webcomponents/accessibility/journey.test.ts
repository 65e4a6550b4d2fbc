import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { Browser, Page, Route } from 'playwright-core';
import { launch } from '../../browser/chromium.ts';
import { embeddingPage, portalPolicy } from '../../browser/embeddingPage.ts';
import { dicomSlice } from '../support/dicomFrames.ts';
import { completedJob } from '../support/jobs.ts';

const AXE = readFileSync('node_modules/axe-core/axe.min.js', 'utf8');
const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const BATCH = 'b'.repeat(32);
const PAGE = (site: string): string => `<script type="module" src="${site}/viewer/define.js"></script>
<link rel="icon" href="data:,"><main><h1>Portal</h1>
<dicom-analyzer api-url="${site}/api" batch="${BATCH}"></dicom-analyzer></main>`;

/** What axe answers, as far as it is read here. */
interface Axe {
  run: (
    context: string,
    options: { runOnly: string[]; rules: object },
  ) => Promise<{ violations: { id: string; nodes: { target: unknown; failureSummary?: string }[] }[] }>;
}

describe('accessibility', function () {
  this.timeout(120_000);
  let browser: Browser;
  let embedding: Awaited<ReturnType<typeof embeddingPage>>;
  let page: Page;
  let ids = 0;

  before(async () => {
    [browser, embedding] = await Promise.all([launch(), embeddingPage({ policy: portalPolicy, page: PAGE })]);
    page = await browser.newPage({ viewport: { width: 1100, height: 800 } });
    await open();
  });
  after(async () => {
    await browser.close();
    await embedding.close();
  });

  /** The list is asked for at once, not when it would be polled. */
  async function open(): Promise<void> {
    await page.goto(embedding.pageUrl);
    await page.evaluate(() => document.documentElement.style.setProperty('color-scheme', 'light dark'));
    await page.getByRole('button', { name: 'Choose files' }).waitFor();
  }

  const put = (path: string, body: string | Uint8Array<ArrayBuffer>): Promise<Response> =>
    fetch(`${embedding.site}/fake/jobs/${path}`, { method: 'PUT', body });

  /** A finished CT slice with boxes of two analyzers and with text, `words` or masked. */
  async function putResult(jobId: string, position: number, text?: string): Promise<void> {
    const base = completedJob({ left: 0.1, top: 0.1, width: 0.4, height: 0.4 });
    const place = { frame: 0, box: { left: 0.5, top: 0.5, width: 0.3, height: 0.2 }, confidence: 88 };
    const { rekognition } = base.analyses!;
    const analyses = {
      rekognition: { ...rekognition!, text: [{ ...place, ...(text === undefined ? {} : { text }) }] },
      sharpness: { state: 'failed', labels: [], text: [] },
      other: { state: 'pending', labels: [], text: [] },
    };
    const image = { format: 'dicom', width: 16, height: 16, frames: 1, series: 'a', position };
    const tags = { Modality: 'CT' };
    await put(`${jobId}/files/source`, dicomSlice({ level: 90 + position, position }));
    await put(
      jobId,
      JSON.stringify({ ...base, batch: BATCH, analyses, image: { ...image, tags }, renditions: [] }),
    );
  }

  const putState = async (state: string, more: object = {}): Promise<string> => {
    const jobId = String(++ids).padStart(32, 'e');
    await put(jobId, JSON.stringify({ state, batch: BATCH, ...more }));
    return jobId;
  };
  const row = (jobId: string) => page.locator(`li[data-job="${jobId}"] .choose`);

  /** In forced colours the contrast is the reader's own, and axe reads what was there before. */
  const MEDIA = [
    { colorScheme: 'light', forcedColors: 'none', rules: {} },
    { colorScheme: 'dark', forcedColors: 'none', rules: {} },
    { colorScheme: 'light', forcedColors: 'active', rules: { 'color-contrast': { enabled: false } } },
  ] as const;
  type Media = (typeof MEDIA)[number];
  const [light, dark, forced] = MEDIA;

  /** Runs axe in light, dark and forced colours; with these, the image's ground stays as dark as its words need it. */
  async function check(of: readonly Media[] = MEDIA): Promise<void> {
    for (const { rules, ...media } of of) {
      await page.emulateMedia({ ...media, reducedMotion: 'reduce' });
      if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(AXE);
      const found = await page.evaluate(
        async (options) => {
          const { axe } = globalThis as unknown as { axe: Axe };
          const { violations } = await axe.run('main', options);
          return violations.flatMap(({ id, nodes }) =>
            nodes.map(
              ({ target, failureSummary = '' }) => `${id} ${JSON.stringify(target)} ${failureSummary}`,
            ),
          );
        },
        { runOnly: WCAG, rules },
      );
      assert.deepEqual(found, [], JSON.stringify(media));
      const ground = await page
        .locator('dicom-viewer .stage')
        .evaluate((stage) => getComputedStyle(stage).backgroundColor);
      assert.equal(ground, 'rgb(11, 13, 15)', JSON.stringify(media));
    }
    await page.emulateMedia({ colorScheme: 'light', forcedColors: 'none' });
  }

  const said = (words: string): Promise<void> =>
    page
      .locator('[role="status"], [role="alert"]', { hasText: words })
      .first()
      .waitFor({ state: 'attached' });

  it('by axe: the empty list', () => check());

  it('by axe: uploads under way, paused, and one that failed', async () => {
    let answer: (route: Route) => Promise<void> = () => new Promise(() => undefined);
    await page.route('**/upload/jobs/*', (route) => answer(route));
    const file = (name: string, position: number) => ({
      name,
      mimeType: '',
      buffer: Buffer.from(dicomSlice({ level: 3, position })),
    });
    const input = page.locator('input[type="file"]:not([webkitdirectory])');
    await input.setInputFiles([1, 2, 3, 4, 5, 6].map((place) => file(`scan-${place}.dcm`, place)));
    await page.locator('.badge', { hasText: 'Uploading' }).nth(3).waitFor();
    await said('uploading');
    await check([light]);
    await page.getByRole('button', { name: 'Pause', exact: true }).click();
    await check([dark]);
    await page.getByRole('button', { name: 'Cancel all' }).click();
    answer = (route) => route.fulfill({ status: 400, body: '<Code>EntityTooLarge</Code>' });
    await input.setInputFiles([file('large.dcm', 99)]);
    await page.locator('.problem', { hasText: 'larger than the limit' }).waitFor();
    await check([forced]);
    await page.unroute('**/upload/jobs/*');
  });

  it('by axe: every other end of a job, in the list and in the viewer', async () => {
    const error = { code: 'truncated', message: 'The file ends before its data does.' };
    const states = [
      await putState('rejected', { error }),
      await putState('failed', { error: { code: 'timed-out', message: 'It took too long.' } }),
      await putState('expired'),
      await putState('analyzing'),
    ];
    await open();
    for (const [index, jobId] of states.entries()) {
      await row(jobId).click();
      await page.locator('dicom-viewer .message strong').waitFor();
      await check([MEDIA[index % 3]!]);
    }
  });

  it('by axe: an image with results, measurements, help and revealed text; its name tells modality, place and size', async () => {
    await putResult('1'.padStart(32, 'f'), 0, 'SMITH');
    await putResult('2'.padStart(32, 'f'), 10);
    await open();
    await row('1'.padStart(32, 'f')).click();
    const viewer = page.locator('dicom-viewer');
    await viewer.locator('.place.label').first().waitFor();
    await viewer.locator('.frames', { hasText: '/ 2' }).waitFor();
    const name = await viewer.locator('.stage').getAttribute('aria-label');
    assert.equal(name, 'Image, CT, 1 of 2, 16 × 16');
    await check();
    for (const key of ['d', 'Enter', 'ArrowRight', 'Enter', 'm', 'Escape'])
      await viewer.locator('.stage').press(key);
    await viewer.locator('.measurements tr').first().waitFor();
    await viewer.locator('.stage').press('?');
    await viewer.locator('.help').waitFor();
    await check([light]);
    await viewer.locator('.stage').press('?');
    await viewer.locator('.stage').press('j');
    await viewer.locator('.adjust').waitFor();
    await check([forced]);
    await viewer.locator('.stage').press('Escape');
    await check([dark]);
    await viewer.locator('.stage').press('ArrowDown');
    await page.waitForFunction(
      () =>
        document
          .querySelector('dicom-analyzer')!
          .shadowRoot!.querySelector('dicom-viewer')!
          .shadowRoot!.querySelector('.stage')!
          .getAttribute('aria-label') === 'Image, CT, 2 of 2, 16 × 16',
    );
  });

  /** What has the focus, across shadow roots: its text or name. */
  const focused = (): Promise<string> =>
    page.evaluate(() => {
      let at = document.activeElement;
      while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
      return `${at?.className ?? ''} ${at?.getAttribute('aria-label') ?? at?.textContent.trim() ?? ''}`;
    });

  async function tabTo(what: RegExp, key = 'Tab'): Promise<void> {
    const seen: string[] = [];
    for (let stop = 0; stop < 80; stop++) {
      await page.keyboard.press(key);
      seen.push(await focused());
      if (what.test(seen.at(-1)!)) return;
    }
    assert.fail(`Tab never came to ${String(what)}: ${seen.join('; ')}`);
  }

  it('by keyboard alone: from choosing a file to reading a result and measuring a length', async () => {
    await open();
    const choosing = page.waitForEvent('filechooser');
    await tabTo(/Choose files/);
    await page.keyboard.press('Enter');
    const buffer = Buffer.from(dicomSlice({ level: 77, position: 123 }));
    await (await choosing).setFiles({ name: 'mine.dcm', mimeType: '', buffer });
    const chosen = page.locator('li.chosen[data-job]', { hasText: 'mine.dcm' });
    await chosen.waitFor();
    await putResult((await chosen.getAttribute('data-job'))!, 20, 'SMITH');
    await page.locator('dicom-viewer .place.label').first().waitFor();
    await said('completed');
    await tabTo(/Window and level/);
    await tabTo(/^stage/);
    await page.keyboard.press('d');
    await page.keyboard.press('Enter');
    for (let step = 0; step < 4; step++) await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await said('Length: 2.00 mm');
    await tabTo(/^row .*Dog/);
    assert.equal(await page.locator('dicom-viewer .place.lit').count(), 1, 'its box is lit');
    assert.match(await page.locator('dicom-viewer tr.lit').first().innerText(), /Dog\s+91 %/);
    assert.doesNotMatch(await page.locator('dicom-viewer .panel').innerText(), /SMITH/);
    await tabTo(/^stage/, 'Shift+Tab');
    await page.keyboard.press('Tab');
    assert.doesNotMatch(await focused(), /^stage/, 'Tab leaves the image');
  });
});
