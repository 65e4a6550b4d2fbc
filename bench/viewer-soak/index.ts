import { parseArgs } from 'node:util';
import { bundle } from '../../test/browser/bundle.ts';
import { launchChromium } from '../../test/browser/launchChromium.ts';
import { serve } from '../../test/browser/serve.ts';
import { imageFile } from '../../test/support/imageFile.ts';

const PAGE = `<!doctype html><meta charset="utf-8"><title>soak</title>
<style>dicom-viewer { width: 1000px; height: 700px }</style>
<script type="module" src="/define.js"></script><dicom-viewer></dicom-viewer>`;
const SLICES = 60;
/** The largest accepted ratio of the heap at the end to the heap after the first minute. */
const MAX_RATIO = 1.1;
const MB = 1e6;

/**
 * `npm run bench -- viewer-soak [--minutes N]`: continuously scrolls a stack of 60 CT slices, changes the window, and
 * switches to a cine loop and back. Measures the heap and its buffers after a collection, each minute. Exits 1 if the end
 * is over 1.1 times the first minute. Default: 30 minutes.
 */
export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options: { minutes: { type: 'string', default: '30' } } });
  const minutes = Number(values.minutes);
  const files = new Map<string, Uint8Array>([
    ...Array.from({ length: SLICES }, (_, index) => [`/slice-${index}`, slice(index)] as const),
    ['/cine', cine()] as const,
  ]);
  const bundled = await bundle({ define: 'webcomponents/define.ts' });
  const { origin, close } = await serve((request, response) => {
    const path = request.url ?? '/';
    const file = bundled.get(path.slice(1))?.contents ?? files.get(path);
    const type = path.endsWith('.js') ? 'text/javascript' : path.endsWith('.wasm') ? 'application/wasm' : '';
    response.writeHead(200, { 'content-type': file ? type : 'text/html' }).end(file ?? PAGE);
  });
  const browser = await launchChromium();
  try {
    const page = await browser.newPage({ viewport: { width: 1000, height: 700 } });
    // tsx compiles functions with a helper that keeps their names; the page has to define it.
    await page.addInitScript('globalThis.__name = (named) => named');
    await page.goto(origin);
    const session = await page.context().newCDPSession(page);
    const used = async (): Promise<number> => {
      await session.send('HeapProfiler.collectGarbage');
      const { usedSize, backingStorageSize } = (await session.send('Runtime.getHeapUsage')) as {
        usedSize: number;
        backingStorageSize?: number;
      };
      return usedSize + (backingStorageSize ?? 0);
    };
    let first = 0;
    let last = 0;
    for (let minute = 1; minute <= minutes; minute++) {
      const rounds = await page.evaluate(scrollStack, { slices: SLICES, forMs: 60_000 });
      last = await used();
      if (minute === 1) first = last;
      console.log(`minute ${minute}: ${(last / MB).toFixed(1)} MB, ${rounds} rounds`);
    }
    const ratio = last / first;
    console.log(`end by first minute: ${ratio.toFixed(3)} (at most ${MAX_RATIO})`);
    if (ratio > MAX_RATIO) process.exitCode = 1;
  } finally {
    await browser.close();
    await close();
  }
}

/** Runs in the page. Repeats a user's actions and ends each round on the same stack. */
async function scrollStack({ slices, forMs }: { slices: number; forMs: number }): Promise<number> {
  await customElements.whenDefined('dicom-viewer');
  const viewer = document.querySelector('dicom-viewer')!;
  const fetched = async (path: string): Promise<Blob> => (await fetch(path)).blob();
  const stack = await Promise.all(Array.from({ length: slices }, (_, index) => fetched(`/slice-${index}`)));
  const cine = [await fetched('/cine')];
  const frame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));
  const shown = async (count: number): Promise<void> => {
    while (viewer.toolContext?.count !== count) await frame();
  };
  const end = performance.now() + forMs;
  let rounds = 0;
  while (performance.now() < end) {
    viewer.files = stack;
    await shown(slices);
    for (let index = 0; index < slices; index++) {
      viewer.toolContext?.goTo(index);
      await frame();
      const context = viewer.toolContext;
      if (context) context.viewport.voi = { center: 40 + index, width: 400 };
      await frame();
    }
    viewer.files = cine;
    await shown(20);
    for (let index = 0; index < 20; index++) {
      viewer.toolContext?.goTo(index);
      await frame();
    }
    rounds++;
  }
  viewer.files = stack;
  await shown(slices);
  return rounds;
}

const slice = (index: number): Uint8Array =>
  imageFile({
    rows: 512,
    columns: 512,
    bitsAllocated: 16,
    signed: true,
    pixels: new Uint8Array(512 * 512 * 2).map((_, at) => (at * 7 + index * 13) & 0x03),
    pixelVr: 'OW',
    elements: [
      [0x00080060, 'CS', 'CT'],
      [0x0020000e, 'UI', '1.2.3'],
      [0x00200032, 'DS', `0\\0\\${index}`],
      [0x00200037, 'DS', '1\\0\\0\\0\\1\\0'],
      [0x00280030, 'DS', '0.5\\0.5'],
    ],
  });

const cine = (): Uint8Array =>
  imageFile({ rows: 256, columns: 256, frames: 20, pixels: new Uint8Array(256 * 256 * 20).fill(90) });
