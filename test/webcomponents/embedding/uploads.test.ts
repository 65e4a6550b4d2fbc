import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page, Route } from 'playwright-core';
import { launchChromium } from '../../browser/launchChromium.ts';
import { dropFolder } from '../../browser/dropFolder.ts';
import { embeddingPage, portalPolicy } from '../../browser/embeddingPage.ts';
import { dicomSlice } from '../support/dicomFrames.ts';
import { waitFor } from '../../support/waitFor.ts';

const PAGE = (site: string): string => `<script type="module" src="${site}/viewer/define.js"></script>
<link rel="icon" href="data:,">
<dicom-analyzer api-url="${site}/api"></dicom-analyzer>`;

interface CreateCall {
  key: string;
  files: number;
}

/** Records the page's requests, and answers its uploads. */
class Traffic {
  readonly created: CreateCall[] = [];
  /** Job ids in the order of their uploads. */
  readonly uploaded: string[] = [];
  active = 0;
  maximumActive = 0;
  /** Answers an upload; by default, passes it on to the server. */
  answer: (route: Route) => Promise<void> = (route) => route.continue();

  async watch(page: Page): Promise<void> {
    page.on('request', (request) => {
      const key = request.headers()['idempotency-key'];
      if (request.method() !== 'POST' || key === undefined) return;
      const { files } = request.postDataJSON() as { files: unknown[] };
      this.created.push({ key, files: files.length });
    });
    await page.route('**/upload/jobs/*', async (route) => {
      this.maximumActive = Math.max(this.maximumActive, ++this.active);
      await this.answer(route);
      this.active--;
    });
    page.on('response', (response) => {
      const [, jobId] = /\/upload\/jobs\/(\w+)$/.exec(response.url()) ?? [];
      if (jobId !== undefined && response.status() === 204) this.uploaded.push(jobId);
    });
  }
}

/** Delays uploads until it is opened. */
class Gate {
  #open!: () => void;
  readonly #opened = new Promise<void>((resolve) => (this.#open = resolve));
  readonly wait = async (route: Route): Promise<void> => {
    await this.#opened;
    await route.continue().catch(() => undefined);
  };
  open(): void {
    this.#open();
  }
}

describe('the upload queue', function () {
  this.timeout(60_000);
  let browser: Browser;
  let embedding: Awaited<ReturnType<typeof embeddingPage>>;
  let context: BrowserContext;
  let page: Page;
  let traffic: Traffic;
  let folder: string;

  before(async () => {
    [browser, embedding] = await Promise.all([
      launchChromium(),
      embeddingPage({ policy: portalPolicy, page: PAGE }),
    ]);
  });
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'uploads-'));
    // A new context has its own session storage.
    context = await browser.newContext();
    page = await context.newPage();
    traffic = new Traffic();
    await traffic.watch(page);
    await page.goto(embedding.pageUrl);
    await page.getByRole('button', { name: 'Choose files' }).waitFor();
  });
  afterEach(async () => {
    await context.close();
    rmSync(folder, { recursive: true });
  });
  after(async () => {
    await browser.close();
    await embedding.close();
  });

  /** Writes slices with different pixels. */
  const writeSlices = (count: number, into = folder): string[] =>
    Array.from({ length: count }, (_, index) => {
      const path = join(into, `doe-jane-${index}.dcm`);
      const bytes = dicomSlice({ level: index % 256, position: index, number: index + 1 });
      writeFileSync(path, bytes);
      return path;
    });
  const choose = (paths: string[]): Promise<void> =>
    page.locator('input[type="file"]:not([webkitdirectory])').setInputFiles(paths);
  const waitForText = (text: string): Promise<void> =>
    page.locator('.uploads, .status', { hasText: text }).first().waitFor();
  const press = (name: string): Promise<void> => page.getByRole('button', { name, exact: true }).click();
  const countJobs = (): number => new Set(traffic.uploaded).size;
  const waitForUploads = (awaited: string, read: () => boolean): Promise<boolean> =>
    waitFor(awaited, read, { limitMs: 30_000 });

  it('uploads each image of a nested folder once, four at a time, with 100 jobs per call', async () => {
    writeSlices(104);
    const deep = join(folder, 'a/b/c');
    mkdirSync(deep, { recursive: true });
    writeFileSync(join(deep, 'no-extension'), dicomSlice({ level: 200, position: 500 }));
    writeFileSync(join(deep, 'duplicate.dcm'), dicomSlice({ level: 7, position: 7, number: 8 }));
    writeFileSync(join(deep, 'letter.dcm'), 'Dear colleague, …');
    writeFileSync(join(folder, 'DICOMDIR'), dicomSlice({ level: 1 }));
    writeFileSync(join(folder, 'Thumbs.db'), 'no image');
    const gate = new Gate();
    traffic.answer = gate.wait;
    await dropFolder(page, folder);
    await waitForText('Files skipped because they are not images: 3');
    await waitForUploads('the first four', () => traffic.active === 4);
    const countCreated = (): number => traffic.created.reduce((sum, { files }) => sum + files, 0);
    assert.ok(countCreated() <= 100, 'creates no more jobs until nearly all of these are sent');
    gate.open();
    await waitForUploads('all', () => traffic.uploaded.length === 105);
    await waitForText('Files skipped because they were added before: 1');
    assert.equal(countJobs(), 105);
    assert.equal(traffic.maximumActive, 4);
    assert.ok(traffic.created.every(({ files }) => files <= 100));
    assert.equal(countCreated(), 105);
    const shown = await page.locator('.title', { hasText: 'no-extension' }).count();
    assert.equal(shown, 1);
    // The oldest job is not on the first page of the server's list.
    const first = traffic.uploaded[0]!;
    await fetch(`${embedding.site}/fake/jobs/${first}`, {
      method: 'PUT',
      body: JSON.stringify({ state: 'completed' }),
    });
    await page.locator(`li[data-job="${first}"] .badge`, { hasText: 'Completed' }).waitFor();
  });

  it('starts no uploads while it is paused, and then continues', async () => {
    const gate = new Gate();
    traffic.answer = gate.wait;
    await choose(writeSlices(9));
    await waitForUploads('the first four', () => traffic.active === 4);
    await press('Pause');
    gate.open();
    await waitForText('4 of 9 sent · paused');
    assert.equal(
      await page.locator('progress[aria-label="Uploads"]').evaluate((one: HTMLProgressElement) => one.value),
      4,
    );
    assert.equal(traffic.uploaded.length, 4);
    await press('Pause');
    await waitForUploads('all', () => countJobs() === 9);
  });

  it('cancels all uploads, and retries a canceled one as the same job', async () => {
    const gate = new Gate();
    traffic.answer = gate.wait;
    await choose(writeSlices(6));
    await waitForUploads('the first four', () => traffic.active === 4);
    await press('Cancel all');
    await page.locator('.badge', { hasText: 'Canceled' }).nth(5).waitFor();
    traffic.answer = (route) => route.continue();
    gate.open();
    await page.locator('[data-action="retry"]').first().click();
    await waitForUploads('one', () => countJobs() === 1);
    assert.deepEqual(new Set(traffic.created.map(({ key }) => key)).size, 1, 'repeats the same call');
  });

  it('retries transient failures with backoff, without creating a second job', async () => {
    let failures = 5;
    traffic.answer = (route) =>
      failures-- > 0 ? route.fulfill({ status: 503, body: '<Code>SlowDown</Code>' }) : route.continue();
    await choose(writeSlices(3));
    await waitForText('connection failed, retrying soon');
    await waitForUploads('all', () => countJobs() === 3);
    assert.equal(failures < 0, true);
    assert.equal(new Set(traffic.created.map(({ key }) => key)).size, 1);
  });

  it('renews an expired form of the same job once', async () => {
    let rejections = 0;
    traffic.answer = (route) =>
      rejections++ === 0
        ? route.fulfill({ status: 403, body: '<Code>AccessDenied</Code>' })
        : route.continue();
    await choose(writeSlices(1));
    await waitForUploads('the file', () => countJobs() === 1);
    assert.deepEqual(traffic.created, [traffic.created[0], traffic.created[0]]);
    traffic.answer = (route) => route.fulfill({ status: 403, body: '<Code>AccessDenied</Code>' });
    writeFileSync(join(folder, 'other.dcm'), dicomSlice({ level: 99, position: 77 }));
    await choose([join(folder, 'other.dcm')]);
    await page.locator('.problem', { hasText: 'The upload was rejected (AccessDenied).' }).waitFor();
  });

  it('continues after a reload when the files are chosen again, and stores no file name', async () => {
    const paths = writeSlices(7);
    let sent = 0;
    const gate = new Gate();
    traffic.answer = (route) => (sent++ < 2 ? route.continue() : gate.wait(route));
    await choose(paths);
    await waitForUploads('two', () => countJobs() === 2);
    await page.locator('.badge', { hasText: 'Uploading' }).first().waitFor();
    const kept = await page.evaluate(() => JSON.stringify(sessionStorage));
    assert.ok(kept.length > 300 && !/doe|jane|dcm/i.test(kept));
    await page.reload();
    await waitForText('5 files were not sent before the page was closed. Choose them again to continue.');
    traffic.answer = (route) => route.continue();
    await choose(paths);
    await waitForUploads('all', () => countJobs() === 7);
    await waitForText('Files skipped because they were added before: 2');
    assert.deepEqual(new Set(traffic.created.map(({ key }) => key)).size, 1);
    assert.equal(traffic.uploaded.length, 7, 'uploads each file once');
    await page.locator('.title', { hasText: 'doe-jane-0.dcm' }).waitFor();
    gate.open();
  });

  it('forgets unfinished uploads on request, and those of another user', async () => {
    const paths = writeSlices(2);
    const gate = new Gate();
    traffic.answer = gate.wait;
    await choose(paths);
    await waitForUploads('both', () => traffic.active === 2);
    await page.reload();
    await waitForText('2 files were not sent');
    await press('Discard');
    await page.locator('.uploads').waitFor({ state: 'detached' });
    gate.open();
    traffic.answer = (route) => route.continue();
    // Another user of the tab: the server hides the job.
    await page.route('**/api/jobs/*', (route) =>
      route.request().method() === 'GET'
        ? route.fulfill({
            status: 404,
            contentType: 'application/problem+json',
            headers: { 'access-control-allow-origin': '*' },
            body: JSON.stringify({
              type: 'about:blank',
              title: 'x',
              status: 404,
              code: 'not-found',
              detail: 'No.',
            }),
          })
        : route.continue(),
    );
    await choose(paths);
    await waitForUploads('both again', () => countJobs() === 2);
    assert.equal(new Set(traffic.created.map(({ key }) => key)).size, 2, 'creates new jobs');
  });

  it('uploads a file again as a new job after its job was deleted', async () => {
    const paths = writeSlices(1);
    await choose(paths);
    await waitForUploads('the file', () => countJobs() === 1);
    const remove = page.getByRole('button', { name: 'Delete doe-jane-0.dcm' });
    await remove.click();
    await remove.waitFor({ state: 'detached' });
    await choose(paths);
    await waitForUploads('another job', () => countJobs() === 2);
  });
});
