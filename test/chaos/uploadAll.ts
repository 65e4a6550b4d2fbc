import { CreateJobsResponse } from '../../contract/index.ts';
import { mapWithConcurrency } from '../../handlers/support/mapWithConcurrency.ts';
import { postForm, type ApiClient } from '../support/apiClient.ts';
import { dicomFile } from '../support/dicomFile.ts';

const UPLOADS_AT_ONCE = 8;
/** The limit of `POST /jobs`. */
const FILES_PER_REQUEST = 100;

/** Uploads DICOM files, and every tenth time a file that is no image. Returns each job's expected state. */
export async function uploadAll(client: ApiClient, uploads: number): Promise<Map<string, string>> {
  const expected = new Map<string, string>();
  for (let from = 0; from < uploads; from += FILES_PER_REQUEST) {
    const files = Array.from({ length: Math.min(FILES_PER_REQUEST, uploads - from) }, () => ({}));
    const answer = await client.call('POST', '/jobs', { files });
    if (answer.status !== 201)
      throw new Error(`POST /jobs failed with status ${answer.status}: ${await answer.text()}`);
    const { jobs } = CreateJobsResponse.parse(await answer.json());
    await mapWithConcurrency(jobs, UPLOADS_AT_ONCE, async ({ jobId, upload }, at) => {
      const index = from + at;
      const rejected = index % 10 === 9;
      const bytes = rejected
        ? Buffer.from(`no image ${index}`)
        : dicomFile({ rows: 80, columns: 80, level: (x, y) => x * y + index });
      const stored = await postForm(upload, bytes);
      if (!stored.ok)
        throw new Error(`The upload failed with status ${stored.status}: ${await stored.text()}`);
      expected.set(jobId, rejected ? 'rejected' : 'completed');
    });
  }
  return expected;
}
