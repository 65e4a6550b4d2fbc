/**
 * `npm run quota -- [--images N] [--quota Q] [--concurrency C] [--json]` queues N images for analyze. Rekognition accepts
 * Q calls of each operation per second, responds after half a second, and rejects further calls with its own error. C is
 * `rekognitionConcurrency`, by default the quota, as docs/deployment.md recommends. Above the quota, most calls are
 * throttled. Exits 1 if a job failed or did not end, on a dead letter, and if an image caused more than one call of each
 * operation.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { createThreadHost } from '../../local/lambda/createThreadHost.ts';
import { fakeRekognition } from '../chaos/fakeRekognition.ts';
import { printReport } from '../chaos/printReport.ts';
import { startTestCloud } from '../api-access/support/testCloud.ts';
import { quotaRun } from './quotaRun.ts';
import { RateLimit } from './rateLimit.ts';

/** The approximate response time of Rekognition. */
const LATENCY_MS = 500;

const { values } = parseArgs({
  options: {
    images: { type: 'string', default: '5000' },
    quota: { type: 'string', default: '5' },
    concurrency: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});

function whole(name: string, text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number > 0) return number;
  throw new Error(`--${name} must be a whole number of at least 1, not \`${text}\`.`);
}

const images = whole('images', values.images);
const quota = whole('quota', values.quota);
/** The maximumConcurrency of an event source mapping is at least 2. */
const concurrency = Math.max(2, whole('concurrency', values.concurrency ?? values.quota));
const limit = new RateLimit(quota);
const cloud = await startTestCloud(
  {
    hostSettings: { startHost: createThreadHost(1), concurrency },
    serveRekognition: fakeRekognition(limit.end, async (operation) => {
      limit.begin(operation);
      await sleep(LATENCY_MS);
    }),
  },
  { rekognitionConcurrency: String(concurrency) },
);
const progress = (text: string): boolean => process.stderr.write(`${text}\n`);
const report = await quotaRun(cloud, limit, { images, quota, tenant: 'quota' }, progress);
await cloud.close();
printReport(report, values.json);
const { failed, unended, deadLetters, answered } = report;
const once = answered.DetectLabels === images && answered.DetectText === images;
process.exit(failed + unended + deadLetters === 0 && once ? 0 : 1);
