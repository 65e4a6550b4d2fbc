import { CreateJobsResponse, isTerminal, Job } from '../../contract/index.ts';
import { apiClient, postForm, type ApiClient } from '../../test/support/apiClient.ts';
import { startLocalCloud } from '../../test/support/localCloud.ts';
import { waitFor } from '../../test/support/waitFor.ts';
import { makeMixedImages, type BenchImage } from '../support/makeMixedImages.ts';
import { measureWithoutPipeline } from './measureWithoutPipeline.ts';

const SINGLE_JOBS = 10;
const POLL_MS = 50;
const JOB_LIMIT_MS = 300_000;
const UPLOADS_AT_ONCE = 8;

/**
 * Runs `npm run bench -- pipeline [COUNT]`: measures the time of one job from upload to completion, the jobs a second for
 * COUNT images of mixed kinds (default 100), and the time to decode and analyze the same images without the pipeline.
 */
export async function run(args: string[]): Promise<void> {
  const images = await makeMixedImages(Number(args[0] ?? 100));
  const cloud = await startLocalCloud();
  try {
    const client = await apiClient(cloud.outputs, 'bench');
    const first = images[0];
    if (first === undefined) throw new Error('COUNT must be at least 1');
    await measureJob(client, first);
    const times = [];
    for (const image of images.slice(0, SINGLE_JOBS)) times.push(await measureJob(client, image));
    times.sort((a, b) => a - b);
    console.log(
      `one job, upload to end   median ${seconds(times[times.length >> 1])}, fastest ${seconds(times[0])}, slowest ${seconds(times.at(-1))} of ${times.length}`,
    );
    const all = await measureAll(client, images);
    console.log(
      `${images.length} jobs at once         ${seconds(all.ms)}, ${((images.length * 1000) / all.ms).toFixed(2)} jobs/s; ${all.states}`,
    );
  } finally {
    await cloud.stop();
    cloud.remove();
  }
  const baseline = await measureWithoutPipeline(images);
  console.log(
    `without the pipeline     decode ${seconds(baseline.decodeMs)}, detect ${seconds(baseline.detectMs)}: ${((images.length * 1000) / (baseline.decodeMs + baseline.detectMs)).toFixed(2)} images/s, one after the other in one process`,
  );
}

const seconds = (milliseconds = NaN): string => `${(milliseconds / 1000).toFixed(2)} s`;

async function measureJob(client: ApiClient, { bytes }: BenchImage): Promise<number> {
  const started = performance.now();
  const jobId = await client.upload(bytes);
  await waitFor(
    `the end of job ${jobId}`,
    async () => {
      const answer = await client.call('GET', `/jobs/${jobId}`);
      return isTerminal(Job.parse(await answer.json()).state);
    },
    { limitMs: JOB_LIMIT_MS, everyMs: POLL_MS },
  );
  return performance.now() - started;
}

async function measureAll(
  client: ApiClient,
  images: readonly BenchImage[],
): Promise<{ ms: number; states: string }> {
  const started = performance.now();
  const waiting: { upload: Parameters<typeof postForm>[0]; bytes: Uint8Array; jobId: string }[] = [];
  for (let from = 0; from < images.length; from += 100) {
    const chunk = images.slice(from, from + 100);
    const created = await client.call('POST', '/jobs', {
      files: chunk.map(({ bytes }) => ({ size: bytes.length })),
    });
    const { jobs } = CreateJobsResponse.parse(await created.json());
    chunk.forEach(({ bytes }, index) => {
      const job = jobs[index];
      if (job !== undefined) waiting.push({ ...job, bytes });
    });
  }
  const ids = waiting.map(({ jobId }) => jobId);
  const upload = async (): Promise<void> => {
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const answer = await postForm(next.upload, next.bytes);
      if (!answer.ok) throw new Error(`the upload answered ${answer.status}: ${await answer.text()}`);
    }
  };
  await Promise.all(Array.from({ length: UPLOADS_AT_ONCE }, upload));
  const states = new Map<string, number>();
  for (const jobId of ids) {
    const { state } = await client.finished(jobId, 600_000);
    states.set(state, (states.get(state) ?? 0) + 1);
  }
  return {
    ms: performance.now() - started,
    states: [...states].map(([state, count]) => `${count} ${state}`).join(', '),
  };
}
