import { setTimeout as sleep } from 'node:timers/promises';
import { apiClient } from '../../test/support/apiClient.ts';
import { startLocalCloud } from '../../test/support/localCloud.ts';
import { makeMixedImages } from '../support/makeMixedImages.ts';
import { measureLocalCloud } from './measureLocalCloud.ts';

/** The interval of memory measurements. */
const INTERVAL_MS = 200;

/**
 * Runs `npm run bench -- start`: measures the seconds until the local cloud is ready, with an empty and with an existing
 * data folder, and the memory of all its processes, when ready and at most during ten jobs.
 */
export async function run(): Promise<void> {
  const first = await startTimed();
  console.log(`ready, empty data      ${first.seconds.toFixed(1)} s`);
  console.log(`memory when ready      ${first.memory()}`);
  let busiest = first.tree();
  const client = await apiClient(first.cloud.outputs, 'bench');
  const images = await makeMixedImages(10);
  const jobs = Promise.all(images.map(async ({ bytes }) => client.finished(await client.upload(bytes))));
  let ended = false;
  void jobs.finally(() => (ended = true));
  const isEnded = (): boolean => ended;
  while (!isEnded()) {
    const now = first.tree();
    if (now.megabytes > busiest.megabytes) busiest = now;
    await Promise.race([sleep(INTERVAL_MS), jobs]);
  }
  await jobs;
  console.log(`memory during 10 jobs  ${busiest.megabytes} MB in ${busiest.processes} processes, at most`);
  await first.cloud.stop();
  const second = await startTimed(first.cloud.data);
  console.log(`ready, the same data   ${second.seconds.toFixed(1)} s`);
  await second.cloud.stop();
  second.cloud.remove();
}

async function startTimed(data?: string) {
  const started = performance.now();
  const cloud = await startLocalCloud(data === undefined ? {} : { data });
  const seconds = (performance.now() - started) / 1000;
  const tree = measureLocalCloud(cloud.data);
  return {
    cloud,
    seconds,
    tree,
    memory: () => `${tree().megabytes} MB in ${tree().processes} processes`,
  };
}
