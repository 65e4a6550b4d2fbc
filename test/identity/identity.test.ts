import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AwsError } from '../../local/aws/awsError.ts';
import type { Interceptor } from '../../local/aws/interceptor.ts';
import type { EventEnvelope } from '../../local/services/events/description.ts';
import type { ServeRekognition } from '../../local/rekognition/serveRekognition.ts';
import type { ApiClient } from '../support/apiClient.ts';
import { startTestCloud, newJob, type TestCloud } from '../api-access/support/testCloud.ts';
import { CANARIES, canaryFiles } from './canaryFiles.ts';
import { findCanaries, findCanariesInFolder } from './findCanaries.ts';

/** The text burned into the pixels, as DetectText returns it. */
const BURNED_IN = 'BURNED-IN^DOE';

/** A label that would run a script if it were rendered as HTML. */
const MARKUP = '<img src=x onerror=alert(1)>';

const burnedInTextRekognition: ServeRekognition = (services) => {
  const box = { BoundingBox: { Left: 0.1, Top: 0.1, Width: 0.5, Height: 0.1 } };
  services.register('rekognition', {
    operations: {
      DetectLabels: (_input, request) => {
        request.authorize('rekognition:DetectLabels', '*');
        return Promise.resolve({
          Labels: [{ Name: MARKUP, Confidence: 90, Instances: [] }],
          LabelModelVersion: '3',
        });
      },
      DetectText: (_input, request) => {
        request.authorize('rekognition:DetectText', '*');
        const text = { DetectedText: BURNED_IN, Confidence: 99, Geometry: box };
        return Promise.resolve({
          TextDetections: [
            { ...text, Type: 'LINE', Id: 0 },
            { ...text, Type: 'WORD', Id: 1, ParentId: 0 },
          ],
          TextModelVersion: '3',
        });
      },
    },
  });
  return { warm: () => undefined, close: () => Promise.resolve() };
};

/** Makes every third of these calls fail once, so that retries, warnings and errors are logged too. */
function createFaults(): Interceptor {
  let calls = 0;
  return {
    call: async (info, proceed) => {
      const struck = ['PutObject', 'PutEvents', 'DetectText', 'UpdateItem'].includes(info.operation);
      if (struck && /-(decode|analyze|record)-/.test(info.caller) && ++calls % 3 === 0)
        throw new AwsError('InternalServerError', 'A fault of this test.', 500);
      return proceed();
    },
    deliver: async (_info, proceed) => {
      await proceed();
      if (++calls % 5 === 0) await proceed();
    },
  };
}

for (const keeps of [false, true])
  describe(`identities, with detected text ${keeps ? 'kept' : 'not kept'}`, function () {
    this.timeout(240_000);
    let testCloud: TestCloud;
    let client: ApiClient;
    const events: EventEnvelope[] = [];
    const printed: string[] = [];
    const answers: Record<string, string> = {};

    before(async () => {
      testCloud = await startTestCloud(
        {
          interceptor: createFaults(),
          serveRekognition: burnedInTextRekognition,
          onEvent: (event) => events.push(event),
          print: (what, text) => printed.push(`${what} ${text}`),
        },
        { keepDetectedText: String(keeps) },
      );
      client = await testCloud.client('north');
      const jobs: { jobId: string; name: string; state: string }[] = [];
      for (const { name, bytes, state } of await canaryFiles()) {
        const { jobId, upload } = await newJob(client);
        const form = new FormData();
        for (const [field, value] of Object.entries(upload.fields)) form.append(field, value);
        form.append(
          'file',
          new Blob([Buffer.from(bytes)], { type: 'application/x-canary' }),
          'CANARY^DOE.dcm',
        );
        assert.equal((await fetch(upload.url, { method: 'POST', body: form })).status, 204, name);
        jobs.push({ jobId, name, state });
      }
      await testCloud.advance(4 * 3_600_000, 1_800_000);
      for (const { jobId, name, state } of jobs) {
        const text = await (await client.call('GET', `/jobs/${jobId}`)).text();
        const job = JSON.parse(text) as { state: string; error?: { message: string } };
        const wanted = state === 'any' ? ['completed', 'rejected'] : [state];
        assert.ok(wanted.includes(job.state), `${name} is ${job.state}: ${job.error?.message ?? ''}`);
        answers[name] = text;
        answers[`links of ${name}`] = await (await client.call('POST', `/jobs/${jobId}/links`)).text();
      }
      answers['list'] = await (await client.call('GET', '/jobs?limit=100')).text();
    });
    after(() => testCloud.close());

    /** The blobs of the uploads, the only files that may contain identities. */
    const sources = (): Set<string> => {
      const lines = readFileSync(join(testCloud.dataDir, 's3/objects.jsonl'), 'utf8');
      return new Set(
        lines.split('\n').flatMap((line) => {
          if (line === '') return [];
          const { version } = JSON.parse(line) as { version?: { bucket: string; blob: string } };
          return version?.bucket === testCloud.cloud.outputs.uploadsBucket ? [version.blob] : [];
        }),
      );
    };

    const words = [...CANARIES, BURNED_IN];
    /** Results and the response that shows them may contain detected text, if it is kept. */
    const elsewhere = keeps ? CANARIES : words;

    it('are found in the sources', () => {
      const blobs = [...sources()].map((blob) => readFileSync(join(testCloud.dataDir, 's3/blobs', blob)));
      const found = blobs.filter((blob) => findCanaries(blob, CANARIES).length > 0);
      assert.ok(found.length > 18, `${found.length} of ${blobs.length}`);
    });

    it('are in no other file of the local cloud', () => {
      const sourceBlobs = sources();
      // The handlers' code is excluded, because it contains such words itself.
      const isSource = (name: string): boolean =>
        sourceBlobs.has(name.replace(/^s3\/blobs\//, '')) || name.startsWith('functions/');
      assert.deepEqual(findCanariesInFolder(testCloud.dataDir, elsewhere, isSource), []);
      if (!keeps) return;
      const kept = findCanariesInFolder(testCloud.dataDir, [BURNED_IN], isSource);
      assert.ok(kept.length > 0);
      for (const place of kept) assert.match(place, /^s3\/blobs\/[0-9a-f]{32}: /);
    });

    it('are in no event and no log line', () => {
      assert.ok(events.length > 60 && printed.some((line) => line.includes('A message failed')));
      assert.deepEqual(findCanaries(Buffer.from(JSON.stringify(events)), words), []);
      assert.deepEqual(findCanaries(Buffer.from(printed.join('\n')), words), []);
    });

    it('are in no row of the table', async () => {
      const rows = await testCloud.rows();
      assert.ok(rows.length > 20);
      assert.deepEqual(findCanaries(Buffer.from(JSON.stringify(rows)), words), []);
    });

    it('are in no response of the API', () => {
      const all = Object.entries(answers);
      for (const [name, text] of all) assert.deepEqual(findCanaries(Buffer.from(text), elsewhere), [], name);
      const shown = all.filter(([, text]) => text.includes(BURNED_IN));
      assert.equal(shown.length > 0, keeps);
      assert.ok(shown.every(([name]) => name !== 'list' && !name.startsWith('links')));
    });

    it('and markup in a label are sent as JSON, which no browser renders as HTML', async () => {
      const { jobs } = (await (await client.call('GET', '/jobs?limit=100')).json()) as {
        jobs: { jobId: string; state: string }[];
      };
      const done = jobs.find((job) => job.state === 'completed')!;
      const answer = await client.call('GET', `/jobs/${done.jobId}`, undefined, { accept: 'text/html' });
      assert.equal(answer.headers.get('content-type'), 'application/json');
      assert.equal(answer.headers.get('x-content-type-options'), 'nosniff');
      const job = (await answer.json()) as { analyses: { rekognition: { labels: { name: string }[] } } };
      assert.deepEqual(
        job.analyses.rekognition.labels.map(({ name }) => name),
        [MARKUP],
      );
    });
  });
