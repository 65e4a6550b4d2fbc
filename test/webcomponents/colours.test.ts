import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, Page } from 'playwright-core';
import type { Job } from '../../contract/job.ts';
import { launch } from '../browser/chromium.ts';
import { embeddingPage } from '../browser/embeddingPage.ts';
import { completedJob } from './support/jobs.ts';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const problem = { code: 'x', message: 'Something went wrong.' };
const box = { left: 0.25, top: 0.25, width: 0.5, height: 0.5 };
const states: Partial<Job>[] = [
  { state: 'awaiting-upload' },
  { state: 'decoding' },
  { state: 'analyzing' },
  { state: 'rejected', error: problem },
  { state: 'failed', error: problem },
  { state: 'expired', error: problem },
  completedJob(box),
];
const schemes = [
  { name: 'light', colorScheme: 'light', forcedColors: 'none' },
  { name: 'dark', colorScheme: 'dark', forcedColors: 'none' },
  { name: 'forced colours', colorScheme: 'dark', forcedColors: 'active' },
] as const;

/** WCAG 2.2 AA of the whole page, as far as a program can tell. */
const violations = (page: Page): Promise<string[]> =>
  page.evaluate(async () => {
    const { axe } = window as unknown as {
      axe: {
        run: (options: unknown) => Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>;
      };
    };
    const { violations } = await axe.run({
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
    });
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
  });

describe('both elements in every state, by axe', function () {
  this.timeout(120_000);
  let browser: Browser;
  let embedding: Awaited<ReturnType<typeof embeddingPage>>;
  before(async () => {
    browser = await launch();
    embedding = await embeddingPage({
      policy: () => "frame-ancestors 'none'",
      page: (site) => `<meta name="color-scheme" content="light dark">
<script type="module" src="${site}/viewer/define.js"></script>
<main><dicom-analyzer api-url="${site}/api"></dicom-analyzer></main>`,
    });
    for (const [index, job] of states.entries())
      await fetch(`${embedding.site}/fake/jobs/${String(index).padStart(32, '0')}`, {
        method: 'PUT',
        body: JSON.stringify({ ...job, renditions: [] }),
      });
  });
  after(async () => {
    await browser.close();
    await embedding.close();
  });

  for (const { name, ...media } of schemes)
    it(`finds nothing in ${name}`, async () => {
      const page = await browser.newPage();
      try {
        await page.emulateMedia({ ...media, reducedMotion: 'reduce' });
        await page.goto(embedding.pageUrl);
        await page
          .locator('li.row')
          .nth(states.length - 1)
          .waitFor();
        await page.addScriptTag({ content: axeSource });
        assert.deepEqual(await violations(page), [], 'nothing chosen');
        for (const [index, { state }] of states.entries()) {
          const row = page.locator(`li[data-job="${String(index).padStart(32, '0')}"]`);
          await row.locator('.choose').click();
          await page.locator('dicom-viewer .panel').waitFor();
          assert.deepEqual(await violations(page), [], state);
        }
      } finally {
        await page.close();
      }
    });

  it('finds what is wrong: grey words on grey', async () => {
    const page = await browser.newPage();
    try {
      await page.goto(embedding.pageUrl);
      await page.locator('li.row').first().waitFor();
      await page.addScriptTag({ content: axeSource });
      await page.locator('dicom-analyzer').evaluate((element) => {
        element.style.setProperty('--dicom-quiet', '#bbb');
        element.style.setProperty('--dicom-surface', '#ccc');
      });
      assert.ok((await violations(page)).some((violation) => violation.startsWith('color-contrast')));
    } finally {
      await page.close();
    }
  });
});
