import { CreateJobsResponse } from '../../contract/index.ts';
import { mapWithConcurrency } from '../../handlers/support/mapWithConcurrency.ts';
import { postForm, type ApiClient } from '../support/apiClient.ts';
import { dicomFile } from '../support/dicomFile.ts';

const UPLOADS_AT_ONCE = 8;
/** What `POST /jobs` takes at most. */
const FILES_A_REQUEST = 100;

/** DICOM files, and every tenth no image at all; each job with the state that it reaches without faults. */
export async function uploadAll(client: ApiClient, uploads: number): Promise<Map<string, string>> {
  const expected = new Map<string, string>();
  for (let from = 0; from < uploads; from += FILES_A_REQUEST) {
    const files = Array.from({ length: Math.min(FILES_A_REQUEST, uploads - from) }, () => ({}));
    const answer = await client.call('POST', '/jobs', { files });
    if (answer.status !== 201)
      throw new Error(`POST /jobs answered ${answer.status}: ${await answer.text()}`);
    const { jobs } = CreateJobsResponse.parse(await answer.json());
    await mapWithConcurrency(jobs, UPLOADS_AT_ONCE, async ({ jobId, upload }, at) => {
      const index = from + at;
      const rejected = index % 10 === 9;
      const bytes = rejected
        ? Buffer.from(`no image ${index}`)
        : dicomFile({ rows: 80, columns: 80, level: (x, y) => x * y + index });
      const stored = await postForm(upload, bytes);
      if (!stored.ok) throw new Error(`the upload answered ${stored.status}: ${await stored.text()}`);
      expected.set(jobId, rejected ? 'rejected' : 'completed');
    });
  }
  return expected;
}
