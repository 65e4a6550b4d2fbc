/** Serves the pages of docs/examples/ with the site's bundle of the elements and a fake API. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Job } from '../../../contract/index.ts';
import { bundle } from '../../browser/bundle.ts';
import { siteContents } from '../../browser/embeddingPage.ts';
import { fakeApi } from '../../browser/fakeApi.ts';
import { serve } from '../../browser/serve.ts';
import { ballsIn, phantomSlice, SIDE, SLICES } from './phantom.ts';

const FOLDER = fileURLToPath(new URL('../../../docs/examples/', import.meta.url));
const SCRIPTS = { tool: 'tool.ts' };
const FRAMEWORK_SCRIPTS = { react: 'react.tsx', vue: 'vue.ts', angular: 'angular.ts' };
const TYPES: Record<string, string> = { html: 'text/html', css: 'text/css', js: 'text/javascript' };

/** Resolves the package's names to its sources, and Vue to the build that can compile templates in strings. */
const ALIAS = {
  'dicom-analyzer/viewer/define': './webcomponents/define.ts',
  'dicom-analyzer/viewer': './webcomponents/index.ts',
  vue: './docs/examples/node_modules/vue/dist/vue.esm-bundler.js',
};

/** Returns true if the frameworks, which only docs/examples/ depends on, are installed. */
export const hasFrameworks = (): boolean => existsSync(`${FOLDER}node_modules/vue`);

/** Returns the id of a slice's job in the batch `example`: 1 to 8, padded to 32 digits. */
export const jobIdOf = (slice: number): string => String(slice + 1).padStart(32, '0');

/** Starts the server, by default on a free port. Close it when done. */
export async function serveExamples(port = 0): Promise<{ origin: string; close: () => Promise<void> }> {
  const site = siteContents();
  const scripts = { ...SCRIPTS, ...(hasFrameworks() ? FRAMEWORK_SCRIPTS : {}) };
  const bundled = await bundle(
    Object.fromEntries(Object.entries(scripts).map(([name, file]) => [name, FOLDER + file])),
    ALIAS,
  );
  const api = fakeApi();
  const server = await serve((request, response) => {
    const path = new URL(request.url ?? '/', 'http://examples').pathname.slice(1) || 'index.html';
    const send = (type: string, body: string | Uint8Array): void => {
      response.writeHead(200, { 'content-type': `${type}; charset=utf-8` }).end(body);
    };
    const slice = /^phantom\/([0-7])\.dcm$/.exec(path);
    const ours = site.get(path);
    const script = bundled.get(path);
    if (slice) send('application/dicom', phantomSlice(Number(slice[1])));
    else if (path.startsWith('viewer/') && ours) send(ours.type, ours.contents);
    else if (script) send(path.endsWith('.wasm') ? 'application/wasm' : 'text/javascript', script.contents);
    else if (/^[a-z]+\.(html|css)$/.test(path) && existsSync(FOLDER + path))
      send(TYPES[path.split('.')[1]!]!, readFileSync(FOLDER + path));
    else api(request, response);
  }, port);
  await putJobs(server.origin);
  return server;
}

async function putJobs(origin: string): Promise<void> {
  const put = (path: string, body: string | Buffer): Promise<Response> =>
    fetch(`${origin}/fake/jobs/${path}`, {
      method: 'PUT',
      body: typeof body === 'string' ? body : new Uint8Array(body),
    });
  for (let slice = 0; slice < SLICES; slice++) {
    const instances = ballsIn(slice).map((box) => ({ frame: 0, box, confidence: 91 }));
    const labels = [{ name: 'Ball', confidence: 91, instances }];
    const size = { width: SIDE, height: SIDE, frames: 1 };
    const job: Partial<Job> = {
      batch: 'example',
      state: 'completed',
      image: { format: 'dicom', ...size, series: 'phantom', position: slice * 16 },
      analyses: { rekognition: { state: 'succeeded', labels, text: [] } },
    };
    await put(jobIdOf(slice), JSON.stringify(job));
    await put(`${jobIdOf(slice)}/files/source`, phantomSlice(slice));
  }
}
