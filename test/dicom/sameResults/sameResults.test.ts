import assert from 'node:assert/strict';
import { bundle } from '../../browser/bundle.ts';
import { launchChromium } from '../../browser/launchChromium.ts';
import { serve } from '../../browser/serve.ts';
import { seedFiles } from '../fuzz/seeds.ts';
import { referenceFile, referenceRun } from '../support/referenceRun.ts';
import { summarise, type Summary } from './summarise.ts';

/** Decodes the files in Chromium, with the bundle that pages load. */
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
  const browser = await launchChromium();
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

describe('Chromium and Node', function () {
  this.timeout(240_000);

  it('decode the made files of each transfer syntax to the same pixels', async () => {
    const files = await seedFiles();
    const inBrowser = await inChromium(files.length, (index) => Promise.resolve(files[index]!));
    for (const [index, file] of files.entries())
      assert.deepEqual(inBrowser[index], await summarise(file), `file ${index}`);
  });

  it('decode every reference file to the same pixels', async function () {
    const inNode = (await referenceRun()) ?? this.skip();
    const inBrowser = await inChromium(inNode.length, (index) => referenceFile(inNode[index]!.path));
    for (const [index, { path, summary }] of inNode.entries())
      assert.deepEqual(inBrowser[index], summary, path);
  });
});
