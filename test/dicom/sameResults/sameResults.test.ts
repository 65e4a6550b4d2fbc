import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readReferences } from '../../../bench/conformance/references.ts';
import { bundle } from '../../browser/bundle.ts';
import { launch } from '../../browser/chromium.ts';
import { serve } from '../../browser/serve.ts';
import { seedFiles } from '../fuzz/seeds.ts';
import { summarise, type Summary } from './summarise.ts';

const directory = fileURLToPath(new URL('../../../../shared/dicom', import.meta.url));

/** What Chromium makes of the files, with the bundle that pages load. */
async function inChromium(count: number, file: (index: number) => Promise<Uint8Array>): Promise<Summary[]> {
  const bundled = await bundle({ summarise: 'test/dicom/sameResults/summarise.ts' });
  const { origin, close } = await serve((request, response) => {
    const path = (request.url ?? '').slice(1);
    const script = bundled.get(path);
    if (path === '')
      response.setHeader('content-type', 'text/html').end('<!doctype html><title>files</title>');
    else if (script !== undefined)
      response
        .setHeader('content-type', path.endsWith('.wasm') ? 'application/wasm' : 'text/javascript')
        .end(script.contents);
    else if (/^\d+$/.test(path)) void file(Number(path)).then((bytes) => response.end(bytes));
    else response.writeHead(404).end();
  });
  const browser = await launch();
  try {
    const page = await browser.newPage();
    await page.goto(origin);
    return await page.evaluate(async (files) => {
      const script = '/summarise.js';
      const module = (await import(script)) as { summarise: (bytes: Uint8Array) => Promise<Summary> };
      const summaries: Summary[] = [];
      for (let index = 0; index < files; index++) {
        const answer = await fetch(`/${index}`);
        summaries.push(await module.summarise(new Uint8Array(await answer.arrayBuffer())));
      }
      return summaries;
    }, count);
  } finally {
    await browser.close();
    await close();
  }
}

async function assertSame(names: string[], file: (index: number) => Promise<Uint8Array>): Promise<void> {
  const inBrowser = await inChromium(names.length, file);
  for (const [index, name] of names.entries())
    assert.deepEqual(inBrowser[index], await summarise(new Uint8Array(await file(index))), name);
}

describe('dicom/ in Chromium and in Node', function () {
  this.timeout(240_000);

  it('make the same of files of each transfer syntax', async () => {
    const files = await seedFiles();
    await assertSame(
      files.map((_, index) => `file ${index}`),
      (index) => Promise.resolve(files[index]!),
    );
  });

  it('make the same of every reference file', async function () {
    if (!existsSync(directory)) {
      console.log('      ../shared/dicom is absent: nothing to compare');
      this.skip();
    }
    const paths = (await readReferences(directory)).map(([path]) => path);
    await assertSame(paths, (index) => readFile(join(directory, paths[index]!)));
  });
});
