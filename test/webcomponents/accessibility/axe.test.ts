import assert from 'node:assert/strict';
import axe from 'axe-core';
import type { Browser, Locator, Page, Route } from 'playwright-core';
import type { Job } from '../../../contract/job.ts';
import { launchChromium } from '../../browser/launchChromium.ts';
import { embeddingPage, portalPolicy } from '../../browser/embeddingPage.ts';
import { dicomFrames, dicomSlice } from '../support/dicomFrames.ts';
import { completedJob } from '../support/jobs.ts';

type Viewer = HTMLElementTagNameMap['dicom-viewer'];

/** The used part of axe's API. */
interface Axe {
  run: (
    context: string,
    options: { runOnly: string[]; rules: object },
  ) => Promise<{ violations: { id: string; nodes: { target: unknown; failureSummary?: string }[] }[] }>;
}

const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const STAGE_COLOUR = 'rgb(11, 13, 15)';
/** In forced-colors mode the system sets the contrast, and axe would check colours that are not displayed. */
const MODES = {
  light: { colorScheme: 'light', forcedColors: 'none', rules: {} },
  dark: { colorScheme: 'dark', forcedColors: 'none', rules: {} },
  'forced colours': {
    colorScheme: 'dark',
    forcedColors: 'active',
    rules: { 'color-contrast': { enabled: false } },
  },
} as const;

const EMPTY = 'a'.repeat(32);
const MANY = 'b'.repeat(32);
const RESULTS = 'c'.repeat(32);
const id = (number: number): string => String(number).padStart(32, 'e');
const error = { code: 'x', message: 'Something went wrong.' };
const JOBS: Partial<Job>[] = [
  { state: 'awaiting-upload' },
  { state: 'decoding' },
  { state: 'analyzing' },
  { state: 'rejected', error },
  { state: 'failed', error },
  { state: 'expired', error },
  { ...completedJob({ left: 0.2, top: 0.2, width: 0.5, height: 0.5 }), renditions: [] },
];

describe('the axe check', function () {
  this.timeout(120_000);
  let browser: Browser;
  let embedding: Awaited<ReturnType<typeof embeddingPage>>;
  let page: Page;
  let viewer: Locator;
  let stage: Locator;

  before(async () => {
    browser = await launchChromium();
    const body = (site: string): string => `<meta name="color-scheme" content="light dark">
<script type="module" src="${site}/viewer/define.js"></script><link rel="icon" href="data:,">
<main></main>`;
    embedding = await embeddingPage({ policy: portalPolicy, page: body });
    page = await browser.newPage({ viewport: { width: 1100, height: 800 } });
    await putJobs();
  });
  after(async () => {
    await browser.close();
    await embedding.close();
  });

  async function put(path: string, body: string | Uint8Array<ArrayBuffer>): Promise<void> {
    const response = await fetch(`${embedding.site}/fake/jobs/${path}`, { method: 'PUT', body });
    assert.ok(response.ok, await response.text());
  }

  async function putJobs(): Promise<void> {
    for (const [index, job] of JOBS.entries()) await put(id(index), JSON.stringify({ ...job, batch: MANY }));
    for (let index = 0; index < 210; index++)
      await put(id(1000 + index), JSON.stringify({ state: 'completed', batch: 'd'.repeat(32) }));
    for (const position of [0, 10, 20]) await putResult(id(100 + position), position);
    await putResult(id(200), 0, '1.2.9');
  }

  /** Creates a completed CT job: boxes of two analyzers, one failed and one pending analyzer, text and warnings. */
  async function putResult(jobId: string, position: number, series = '1.2.3'): Promise<void> {
    const base = completedJob({ left: 0.1, top: 0.1, width: 0.4, height: 0.4 });
    const text = { frame: 0, box: { left: 0.5, top: 0.5, width: 0.3, height: 0.2 }, confidence: 88 };
    const { rekognition } = base.analyses!;
    const analyses = {
      rekognition: { ...rekognition!, text: [{ ...text, text: 'SMITH' }] },
      second: { ...rekognition!, text: [text] },
      third: { state: 'failed', labels: [], text: [], error },
      fourth: { state: 'pending', labels: [], text: [] },
      fifth: { state: 'succeeded', labels: [], text: [] },
    };
    const image = { format: 'dicom', width: 16, height: 16, frames: 1, series, position };
    const window = { center: 40, width: 400, function: 'LINEAR', source: 'file' };
    const renditions = [
      { frame: 0, width: 16, height: 16, crop: { left: 0, top: 0, width: 1, height: 1 }, window },
    ];
    const warnings = [{ code: 'x', message: 'The header is incomplete.' }];
    await put(`${jobId}/files/source`, dicomSlice({ level: 90 + position, position, series }));
    const job = {
      ...base,
      batch: RESULTS,
      analyses,
      image: { ...image, tags: { Modality: 'CT' } },
      warnings,
    };
    await put(jobId, JSON.stringify({ ...job, renditions }));
  }

  /** Opens a new page with one element. */
  async function open(
    tag = 'dicom-analyzer',
    given: object = { batch: EMPTY, token: 'good' },
  ): Promise<void> {
    await page.goto(embedding.pageUrl);
    await page.evaluate(
      ([name, properties]) => {
        const element = document.createElement(name);
        document.querySelector('main')!.append(Object.assign(element, properties));
      },
      [tag, { apiUrl: `${embedding.site}/api`, ...given }] as const,
    );
    viewer = page.locator('dicom-viewer');
    stage = viewer.locator('.stage');
    await stage.waitFor();
  }

  /** Asserts that no mode has a violation, and that the stage is as dark as its text requires. */
  async function check(): Promise<void> {
    if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe.source);
    const found: Record<string, unknown> = {};
    for (const [mode, { rules, ...media }] of Object.entries(MODES)) {
      await page.emulateMedia({ ...media, reducedMotion: 'reduce' });
      found[mode] = await page.evaluate(
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
      const background = await stage.evaluate((element) => getComputedStyle(element).backgroundColor);
      assert.equal(background, STAGE_COLOUR, mode);
    }
    await page.emulateMedia({ colorScheme: 'light', forcedColors: 'none' });
    assert.deepEqual(found, { light: [], dark: [], 'forced colours': [] });
  }

  /** Tests the state that `act` reaches from the previous one. */
  const state = (name: string, act: () => Promise<unknown>): void => {
    it(`finds no violation ${name}`, async () => {
      await act();
      await check();
    });
  };
  const press = async (...keys: string[]): Promise<void> => {
    for (const key of keys) await stage.press(key);
  };
  const row = (jobId: string): Locator => page.locator(`li[data-job="${jobId}"] .choose`);
  const slice = (name: string, position: number) => {
    const bytes = dicomSlice({ level: 3, position });
    return { name, mimeType: '', buffer: Buffer.from(bytes) };
  };
  const choose = (positions: number[]): Promise<void> =>
    page
      .locator('input[type="file"]:not([webkitdirectory])')
      .setInputFiles(positions.map((position) => slice(`scan-${position}.dcm`, position)));
  const show = async (files: Uint8Array[]): Promise<void> => {
    await open('dicom-viewer', {});
    await viewer.evaluate(
      (element: Viewer, all) => (element.files = all.map((bytes) => new Blob([new Uint8Array(bytes)]))),
      files.map((bytes) => [...bytes]),
    );
  };

  describe('<dicom-analyzer>', () => {
    state('without uploads', async () => {
      await open();
      await page.locator('.status', { hasText: 'No images yet' }).waitFor();
    });
    state('with files dragged over the drop zone', async () => {
      await page.locator('.drop').dispatchEvent('dragenter');
      await page.locator('.drop.over').waitFor();
      return page.mouse.move(0, 0);
    });
    let answer: (route: Route) => Promise<void> = () => new Promise(() => undefined);
    state('with current and waiting uploads', async () => {
      await open();
      await page.route('**/upload/jobs/*', (route) => answer(route));
      await choose([1, 2, 3, 4, 5, 6]);
      await page.locator('.badge', { hasText: 'Uploading' }).nth(3).waitFor();
    });
    state('with paused uploads', () => page.getByRole('button', { name: 'Pause', exact: true }).click());
    state('with canceled uploads', () => page.getByRole('button', { name: 'Cancel all' }).click());
    state('with a failed upload and duplicates', async () => {
      answer = (route) => route.fulfill({ status: 400, body: '<Code>EntityTooLarge</Code>' });
      await choose([99, 99]);
      await page.locator('.problem', { hasText: 'larger than the limit' }).waitFor();
    });
    state('during the backoff after a connection failure', async () => {
      answer = (route) => route.abort();
      await choose([50]);
      await page.locator('.uploads', { hasText: 'retrying soon' }).waitFor();
    });
    state('with uploads that an earlier visit left unfinished', async () => {
      answer = () => new Promise(() => undefined);
      await open('dicom-analyzer', { batch: 'f'.repeat(32), token: 'good' });
      await choose([61, 62]);
      await page.locator('.badge', { hasText: 'Uploading' }).nth(1).waitFor();
      await open('dicom-analyzer', { batch: 'f'.repeat(32), token: 'good' });
      await page.locator('.uploads', { hasText: '2 files were not sent' }).waitFor();
    });
    state('without a valid token', async () => {
      await open('dicom-analyzer', { token: 'bad' });
      await page.locator('.banner').waitFor();
    });
    state('without a connection to the server', async () => {
      await page.route('**/api/jobs*', (route) => route.abort());
      await open('dicom-analyzer', { batch: MANY, token: 'good' });
      await page.locator('.banner', { hasText: 'cannot be reached' }).waitFor();
      await page.unroute('**/api/jobs*');
    });
    state('with more jobs than rendered rows', async () => {
      await open('dicom-analyzer', { batch: 'd'.repeat(32), token: 'good' });
      await page.locator('[data-more]').waitFor();
    });
    state('with a job in every state', async () => {
      await open('dicom-analyzer', { batch: MANY, token: 'good' });
      await page
        .locator('li.row')
        .nth(JOBS.length - 1)
        .waitFor();
    });
    for (const [index, { state: name }] of JOBS.entries())
      state(`with a selected job in the state ${name}`, async () => {
        await row(id(index)).click();
        await viewer.locator('.panel section').first().waitFor();
        await viewer.locator('.message strong').waitFor();
      });
  });

  describe('<dicom-viewer> with results', () => {
    state('with boxes, succeeded, failed and pending analyzers, masked text and warnings', async () => {
      await open('dicom-analyzer', { batch: RESULTS, token: 'good' });
      await row(id(100)).click();
      await viewer.locator('.detection.label').first().waitFor();
      await viewer.locator('.frames', { hasText: '/ 3' }).waitFor();
      await viewer.locator('.strip button').nth(1).waitFor();
    });
    state('with revealed text', () => press('m'));
    state('with a result highlighted from its row', async () => {
      await viewer.locator('button.row').first().focus();
      await viewer.locator('.detection.highlighted').waitFor();
    });
    state('with results hidden by the threshold, and hidden boxes of an analyzer', async () => {
      await viewer.locator('.threshold input').fill('95');
      await viewer.locator('.toggle input').first().uncheck();
      await viewer.getByText('No labels above 95').first().waitFor();
    });
    state('with a rotated, flipped and inverted image and a window preset', () => press('r', 'h', 'i', '2'));
    state('with an unfinished measurement', () => press('Space', 'd', 'Enter', 'ArrowRight'));
    state('with measurements of every kind', async () => {
      await press('Enter');
      for (const tool of ['a', 'o', 'q', 'p'])
        await press(tool, 'Enter', 'ArrowRight', 'Enter', 'ArrowDown', 'Enter', 'Escape');
      await viewer.locator('.measurements tr').nth(4).waitFor();
    });
    state('with the help open', async () => {
      await press('?');
      await viewer.locator('.help table').waitFor();
    });
    state('with the panel of numbers and steps open', async () => {
      await press('?', 'j');
      await viewer.locator('.adjust').waitFor();
    });
    state('with another image of the stack and hidden corner text', () =>
      press('Escape', 'Escape', 't', 'ArrowDown'),
    );
    state('in a narrow window', () => page.setViewportSize({ width: 320, height: 800 }));
    state('right to left, in German', async () => {
      await page.setViewportSize({ width: 1100, height: 800 });
      await page.evaluate(() => Object.assign(document.documentElement, { lang: 'de', dir: 'rtl' }));
      await page.getByRole('button', { name: 'Dateien auswählen' }).waitFor();
    });
    state('with a module that failed to load', async () => {
      await page.route('**/viewer/deferred-*.js', (route) => route.abort());
      await open('dicom-analyzer', { batch: RESULTS, token: 'good' });
      await row(id(100)).click();
      await viewer.locator('.panel .problem').waitFor();
      await press('?');
      await page.unroute('**/viewer/deferred-*.js');
    });
  });

  describe('<dicom-viewer> alone', () => {
    state('without an image', () => open('dicom-viewer', {}));
    state('while a job loads', async () => {
      await page.route('**/api/jobs/*', () => new Promise(() => undefined));
      await open('dicom-viewer', { jobId: id(100), token: 'good' });
      await viewer.locator('.message', { hasText: 'Loading' }).waitFor();
      await page.unroute('**/api/jobs/*', undefined);
    });
    state('with a job that does not exist', async () => {
      await open('dicom-viewer', { jobId: id(9999), token: 'good' });
      await viewer.locator('.message', { hasText: 'cannot be displayed' }).waitFor();
    });
    state('with a rejected file', async () => {
      await show([new TextEncoder().encode('no image')]);
      await viewer.locator('.message', { hasText: 'cannot be displayed' }).waitFor();
    });
    state('with several series', async () => {
      await show([dicomSlice({ level: 9 }), dicomSlice({ level: 90, series: '1.2.4' })]);
      await viewer.locator('.strip button').nth(1).waitFor();
    });
    state('with a playing cine loop', async () => {
      await show([dicomFrames(4)]);
      await viewer.locator('.frames').waitFor();
      await press('c');
      await viewer.locator('[data-tool="cine"][aria-pressed="true"]').waitFor();
    });
  });

  it('finds grey text on grey', async () => {
    await open('dicom-analyzer', { batch: MANY, token: 'good' });
    await page.locator('li.row').first().waitFor();
    await page.locator('dicom-analyzer').evaluate((element) => {
      element.style.setProperty('--dicom-quiet', '#bbb');
      element.style.setProperty('--dicom-surface', '#ccc');
    });
    await assert.rejects(check(), /color-contrast/);
  });
});
