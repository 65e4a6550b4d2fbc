/** Uses the REST API as a script would: a token by client credentials, then plain fetch. */
import { setTimeout as sleep } from 'node:timers/promises';
import { CreateJobsResponse, isTerminal, Job } from '../../contract/index.ts';
import type { Outputs } from './localCloud.ts';

export interface ApiClient {
  tenant: string;
  /** Sends a request; paths are relative to `apiUrl`. */
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Response>;
  /** Creates a job, uploads the bytes and returns the job's id. */
  upload(bytes: Uint8Array): Promise<string>;
  /** Polls as often as `Retry-After` says until the job has ended; throws after `limitMs`. */
  finished(jobId: string, limitMs?: number): Promise<Job>;
}

export async function apiClient(outputs: Outputs, tenant: string): Promise<ApiClient> {
  const token = await accessToken(outputs.tokenUrl, tenant);
  const call: ApiClient['call'] = (method, path, body, headers = {}) =>
    fetch(outputs.apiUrl + path, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  return {
    tenant,
    call,
    upload: async (bytes) => {
      const created = await call('POST', '/jobs', { files: [{ size: bytes.length }] });
      if (created.status !== 201)
        throw new Error(`POST /jobs answered ${created.status}: ${await created.text()}`);
      const job = CreateJobsResponse.parse(await created.json()).jobs[0]!;
      const stored = await postForm(job.upload, bytes);
      if (!stored.ok) throw new Error(`the upload answered ${stored.status}: ${await stored.text()}`);
      return job.jobId;
    },
    finished: async (jobId, limitMs = 60_000) => {
      const end = Date.now() + limitMs;
      for (;;) {
        const answer = await call('GET', `/jobs/${jobId}`);
        if (answer.status !== 200) throw new Error(`GET /jobs/${jobId} answered ${answer.status}`);
        const job = Job.parse(await answer.json());
        if (isTerminal(job.state)) return job;
        if (Date.now() > end) throw new Error(`job ${jobId} is still ${job.state} after ${limitMs} ms`);
        await sleep(Number(answer.headers.get('retry-after')) * 1000);
      }
    },
  };
}

/**
 * Requests an access token for a tenant by OAuth2 client credentials.
 * @param more further parameters; the local issuer takes `expires_in` in seconds, even a negative one
 */
export async function accessToken(
  tokenUrl: string,
  tenant: string,
  more: Record<string, string> = {},
): Promise<string> {
  const answer = await fetch(tokenUrl, {
    method: 'POST',
    body: new URLSearchParams({ grant_type: 'client_credentials', client_id: tenant, ...more }),
  });
  if (!answer.ok) throw new Error(`${tokenUrl} answered ${answer.status}: ${await answer.text()}`);
  return ((await answer.json()) as { access_token: string }).access_token;
}

/** Sends a presigned POST: the fields, then the file. */
export function postForm(
  upload: { url: string; fields: Record<string, string> },
  bytes: Uint8Array,
): Promise<Response> {
  const form = new FormData();
  for (const [name, value] of Object.entries(upload.fields)) form.append(name, value);
  form.append('file', new Blob([new Uint8Array(bytes)]));
  return fetch(upload.url, { method: 'POST', body: form });
}
