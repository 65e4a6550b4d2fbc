/**
 * `node --import tsx test/upgrade/makeState.ts` creates `test/upgrade/state`, a small `.local` folder with work in progress
 * at every stage, with the program and the local cloud of this checkout. Run it on a release. `upgrade.test.ts` then
 * checks that later versions finish the work.
 */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Jimp } from 'jimp';
import type { Graph } from '../../local/graph/graph.ts';
import { startLocalCloud } from '../../local/startLocalCloud.ts';
import { apiClient, type ApiClient } from '../support/apiClient.ts';
import { dicomFile } from '../support/dicomFile.ts';
import { waitFor } from '../support/waitFor.ts';
import { ANALYSIS, EXPECTED_FILE, STATE, TENANT, type Expected } from './state.ts';

const data = mkdtempSync(join(tmpdir(), 'upgrade-state-'));

/** A deadline so long that the state does not expire before a test uses it. */
const CONFIG = { jobDeadlineSeconds: '3153600000' };

/** Removes the event source mappings of stages from the graph, so that their queues only fill. */
const removeMappings =
  (...stages: string[]) =>
  (graph: Graph): Graph => ({
    ...graph,
    resources: graph.resources.filter(
      ({ type, name }) =>
        type !== 'aws:lambda/eventSourceMapping:EventSourceMapping' ||
        !stages.some((stage) => name.endsWith(`-${stage}`)),
    ),
  });

/** Removes the portal's files, which are most of the folder. The program writes them at each start. */
function removeSite(folder: string): void {
  const file = join(folder, 'objects.jsonl');
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean);
  const kept = lines.filter((line) => {
    const { op, version } = JSON.parse(line) as { op: string; version?: { bucket: string; blob: string } };
    const isSite = op === 'put' && version?.bucket.startsWith('dicom-portal-') === true;
    if (isSite) rmSync(join(folder, 'blobs', version.blob), { force: true });
    return !isSite;
  });
  writeFileSync(file, `${kept.join('\n')}\n`);
}

async function runWithout<T>(stopped: string[], work: (client: ApiClient) => Promise<T>): Promise<T> {
  const cloud = await startLocalCloud(
    { port: 0, dataDir: data, config: CONFIG },
    { transformGraph: removeMappings(...stopped) },
  );
  try {
    return await work(await apiClient(cloud.outputs, TENANT));
  } finally {
    await cloud.close();
  }
}

/** Waits until a job reaches the last state before the stopped stages. */
const waitForState = (client: ApiClient, jobId: string, state: string) =>
  waitFor(
    `${jobId} to be ${state}`,
    async () => {
      const job = (await (await client.call('GET', `/jobs/${jobId}`)).json()) as { state: string };
      return job.state === state ? job : undefined;
    },
    { limitMs: 30_000, everyMs: 200 },
  );

const picture = await new Jimp({ width: 96, height: 80, color: 0x336699ff }).getBuffer('image/png');
const slice = dicomFile({ rows: 80, columns: 96 });
const expected: Expected = { jobs: {} };

await runWithout([], async (client) => {
  const done = await client.upload(slice);
  const job = await client.finished(done);
  expected.jobs[done] = { was: job.state, becomes: 'completed' };
  const rejected = await client.upload(new TextEncoder().encode('no image at all'));
  await client.finished(rejected);
  expected.jobs[rejected] = { was: 'rejected', becomes: 'rejected' };
});
await runWithout(['analyze'], async (client) => {
  const analyzing = await client.upload(picture);
  await waitForState(client, analyzing, ANALYSIS);
  expected.jobs[analyzing] = { was: ANALYSIS, becomes: 'completed' };
});
await runWithout(['analyze', 'record'], async (client) => {
  const unrecorded = await client.upload(slice);
  await new Promise((resolve) => setTimeout(resolve, 5000));
  expected.jobs[unrecorded] = { was: 'decoding', becomes: 'completed' };
});
await runWithout(['analyze', 'record', 'decode'], async (client) => {
  const uploaded = await client.upload(picture);
  await new Promise((resolve) => setTimeout(resolve, 2000));
  expected.jobs[uploaded] = { was: 'awaiting-upload', becomes: 'completed' };
});
await runWithout(['analyze', 'record', 'decode', 'erase'], async (client) => {
  const deleted = await client.upload(picture);
  await client.call('DELETE', `/jobs/${deleted}`);
  await new Promise((resolve) => setTimeout(resolve, 2000));
  expected.jobs[deleted] = { was: 'deleted', becomes: 'deleted' };
});

const NEEDED = ['seed', 'dynamodb', 'sqs', 'events', 's3'];
removeSite(join(data, 's3'));
rmSync(STATE, { recursive: true, force: true });
for (const part of NEEDED) cpSync(join(data, part), join(fileURLToPath(STATE), part), { recursive: true });
writeFileSync(EXPECTED_FILE, `${JSON.stringify(expected, null, 2)}\n`);
rmSync(data, { recursive: true });
process.stdout.write(`${fileURLToPath(STATE)}: ${Object.keys(expected.jobs).length} jobs\n`);
