import type { Box } from '../../../contract/image.ts';
import type { Job } from '../../../contract/job.ts';
import { createRandomKey } from '../../../webcomponents/api/createRandomKey.ts';

/** Returns a completed job of a 200 by 100 PNG with one box. */
export const completedJob = (box: Box, name = 'Dog'): Partial<Job> => ({
  state: 'completed',
  image: { format: 'png', width: 200, height: 100, frames: 1 },
  renditions: [{ frame: 0, width: 200, height: 100, crop: { left: 0, top: 0, width: 1, height: 1 } }],
  analyses: {
    rekognition: {
      state: 'succeeded',
      labels: [{ name, confidence: 91, instances: [{ frame: 0, box, confidence: 91 }] }],
      text: [],
    },
  },
});

/** Creates a job in the fake API and returns its ID. */
export async function putJob(job: Partial<Job>): Promise<string> {
  const jobId = createRandomKey();
  await updateJob(jobId, job);
  return jobId;
}

export async function updateJob(jobId: string, job: Partial<Job>): Promise<void> {
  await fetch(`/fake/jobs/${jobId}`, { method: 'PUT', body: JSON.stringify(job) });
}

/** Sets a job's source, and its rendition of frame 0 to the same image. */
export async function putSource(jobId: string, blob: Blob): Promise<void> {
  for (const name of ['source', '0'])
    await fetch(`/fake/jobs/${jobId}/files/${name}`, { method: 'PUT', body: blob });
}
