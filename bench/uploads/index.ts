import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Page } from 'playwright-core';
import { launchChromium } from '../../test/browser/launchChromium.ts';
import { dropFolder } from '../../test/browser/dropFolder.ts';
import { signedInPortal } from '../../test/browser/portalPage.ts';
import { dicomFile } from '../../test/support/dicomFile.ts';
import { startLocalCloud } from '../../test/support/localCloud.ts';
import { waitFor } from '../../test/support/waitFor.ts';

const FILES_PER_FOLDER = 150;
const SIDE = 32;

/** Measurements of the page. */
interface PageState {
  rows: number;
  /** The phase of the upload bar; undefined while there is no bar. */
  sent: number | undefined;
  ended: number;
  failed: number;
}

/**
 * `npm run bench -- uploads [--files N] [--ends]`: drops a nested folder of N different small DICOM files on the portal
 * of a local cloud. Measures the time until all are sent, the number of calls, the page's blocked main-thread time and
 * its heap; with `--ends`, also the time until the page shows the end of every job. Exits 1 if a file was not sent.
 * Default: 2,000 files.
 */
export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: { files: { type: 'string', default: '2000' }, ends: { type: 'boolean', default: false } },
  });
  const files = Number(values.files);
  const folder = studyOf(files);
  const cloud = await startLocalCloud();
  const browser = await launchChromium();
  try {
    const page = await signedInPortal(browser, cloud.outputs.portalUrl, 'bench');
    const calls = new Map<string, number>();
    page.on('request', (request) => {
      const { pathname } = new URL(request.url());
      if (!pathname.startsWith('/api/jobs') || request.method() === 'OPTIONS') return;
      const name = `${request.method()} ${pathname.replace(/\/jobs\/.*/, '/jobs/ID')}`;
      calls.set(name, (calls.get(name) ?? 0) + 1);
    });
    await watchTasks(page);
    const start = performance.now();
    const seconds = (): string => `${((performance.now() - start) / 1000).toFixed(0)} s`;
    await dropFolder(page, folder);
    let seen = await look(page);
    let looks = 0;
    const waitForPage = (what: string, isReached: () => boolean): Promise<boolean> =>
      waitFor(
        what,
        async () => {
          seen = await look(page);
          if (++looks % 60 === 0) console.log(`${seconds()}: ${JSON.stringify(seen)}`);
          return isReached();
        },
        { limitMs: Infinity, everyMs: 500 },
      );
    await waitForPage('the first upload', () => seen.sent !== undefined);
    await waitForPage('the last upload', () => seen.sent === undefined);
    console.log(
      `all sent in ${seconds()}, ${seen.failed} failed; ${seen.ended} of ${files} jobs shown as ended by then`,
    );
    if (values.ends) {
      await waitForPage('the end of every job', () => seen.ended >= files);
      console.log(`all jobs shown as ended after ${seconds()}`);
    }
    const { longest, held } = await page.evaluate(() => window.heldTasks);
    const heap = await page.evaluate(
      () => (performance as unknown as { memory: { usedJSHeapSize: number } }).memory.usedJSHeapSize,
    );
    console.log([...calls].map(([name, count]) => `${name} ${count}`).join(', '));
    console.log(
      `main thread: longest task ${longest.toFixed(0)} ms, ${(held / 1000).toFixed(1)} s in tasks over 50 ms; ` +
        `${(heap / 1e6).toFixed(0)} MB of heap; ${seen.rows} rows`,
    );
    if (seen.failed > 0) process.exitCode = 1;
  } finally {
    await browser.close();
    await cloud.stop();
    cloud.remove();
    rmSync(folder, { recursive: true });
  }
}

function studyOf(files: number): string {
  const folder = mkdtempSync(join(tmpdir(), 'study-'));
  for (let index = 0; index < files; index++) {
    const into = join(
      folder,
      `study-${Math.floor(index / (4 * FILES_PER_FOLDER))}`,
      `series-${Math.floor(index / FILES_PER_FOLDER)}`,
    );
    mkdirSync(into, { recursive: true });
    const level = (x: number, y: number): number =>
      x < 16 && y === 0 ? ((index >> x) & 1) * 200 : (x + y) % 256;
    writeFileSync(join(into, String(index)), dicomFile({ rows: SIDE, columns: SIDE, level }));
  }
  return folder;
}

/** Counts the jobs that the element holds, not the rows that it renders. */
const look = (page: Page): Promise<PageState> =>
  page.evaluate(() => {
    const { renderRoot } = document.querySelector('dicom-analyzer')!;
    const { jobs } = renderRoot.querySelector('dicom-viewer')!;
    const bar = renderRoot.querySelector<HTMLProgressElement>('.uploads progress');
    const texts = [...renderRoot.querySelectorAll('.badge')].map(({ textContent }) => textContent.trim());
    return {
      rows: texts.length,
      sent: bar?.value,
      ended: jobs.filter(({ state }) => ['completed', 'rejected', 'failed', 'expired'].includes(state))
        .length,
      failed: texts.filter((text) => text === 'Not uploaded').length,
    };
  });

declare global {
  interface Window {
    heldTasks: { longest: number; held: number };
  }
}

const watchTasks = (page: Page): Promise<void> =>
  page.evaluate(() => {
    window.heldTasks = { longest: 0, held: 0 };
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) {
        window.heldTasks.longest = Math.max(window.heldTasks.longest, duration);
        window.heldTasks.held += duration;
      }
    }).observe({ type: 'longtask' });
  });
