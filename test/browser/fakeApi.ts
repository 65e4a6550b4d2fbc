/**
 * Fakes the REST API and S3 uploads, for tests of the elements without a pipeline. Responses follow the contract (each is
 * parsed by its schema before it is sent), but nothing is decoded or analyzed: the tests set the state of the jobs.
 */
import { createHash, randomUUID } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import {
  CreateJobsRequest,
  CreateJobsResponse,
  Job,
  JobSummary,
  LinksResponse,
  ListJobsResponse,
} from '../../contract/index.ts';
import { sendRange } from './sendRange.ts';

interface Fake {
  job: Job;
  rev: number;
  /** The number of links responses. */
  links: number;
  /** True if the next request for links fails. */
  failing: boolean;
  /** True if the first links have expired. */
  stale: boolean;
  source?: Buffer;
  renditions: Map<number, Buffer>;
}

/** Accepts the token `good`. `PUT /fake/jobs/{id}` changes a job, `PUT /fake/jobs/{id}/files/{name}` sets one of its files. */
export function fakeApi(): RequestListener {
  const jobs = new Map<string, Fake>();
  const calls: string[] = [];
  return (request, response) =>
    void answer(jobs, calls, request, response).catch((error: unknown) => {
      response.writeHead(500, { 'content-type': 'text/plain' }).end(String(error));
    });
}

async function answer(
  jobs: Map<string, Fake>,
  calls: string[],
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? '/', `http://${request.headers.host ?? ''}`);
  const [root, ...path] = url.pathname.slice(1).split('/');
  const body = await buffer(request);
  const fake = jobs.get(path[1] ?? '');
  if (root === 'fake' && path[0] === 'calls') {
    json(response, 200, calls);
    return;
  }
  if (root === 'fake') {
    change(jobs, path, body, response);
    return;
  }
  if (root === 'files' && fake) {
    const bytes = path[2] === 'source' ? fake.source : fake.renditions.get(Number(path[2]));
    if (fake.stale && url.searchParams.get('try') === '1') return void response.writeHead(403).end();
    if (bytes) sendRange(request, response, bytes);
    else response.writeHead(404).end();
    return;
  }
  if (root === 'upload' && fake) {
    upload(fake, body, response);
    return;
  }
  if (root !== 'api') return void response.writeHead(404).end();
  calls.push(`${request.method ?? ''} ${url.pathname.slice(4)}${url.search}`);
  if (request.headers.authorization !== 'Bearer good') {
    problem(response, 401, 'unauthorized', 'The token is not valid.');
    return;
  }
  if (request.method === 'POST' && path.length === 1) {
    create(jobs, url.origin, body, { key: request.headers['idempotency-key'], response });
    return;
  }
  if (request.method === 'GET' && path.length === 1) {
    list(jobs, url, request, response);
    return;
  }
  if (!fake) {
    problem(response, 404, 'not-found', 'There is no such job.');
    return;
  }
  switch (`${request.method ?? ''} ${path[2] ?? ''}`) {
    case 'GET ': {
      conditional(request, response, fake.job, `"${fake.rev}"`);
      return;
    }
    case 'POST links':
      if (fake.failing) {
        fake.failing = false;
        problem(response, 503, 'unavailable', 'Try again.');
        return;
      }
      fake.links++;
      json(response, 200, linksOf(fake, url.origin));
      return;
    case 'POST retry':
      fake.job = { ...fake.job, attempt: fake.job.attempt + 1, state: 'decoding' };
      json(response, 202, { jobId: fake.job.jobId, attempt: fake.job.attempt });
      return;
    case 'DELETE ':
      jobs.delete(fake.job.jobId);
      json(response, 202, { jobId: fake.job.jobId, attempt: fake.job.attempt });
      return;
    default: {
      problem(response, 404, 'not-found', 'There is no such route.');
      return;
    }
  }
}

function change(jobs: Map<string, Fake>, path: string[], body: Buffer, response: ServerResponse): void {
  const id = path[1]!;
  const fake = jobs.get(id) ?? {
    job: newJob(id),
    rev: 0,
    links: 0,
    failing: false,
    stale: false,
    renditions: new Map<number, Buffer>(),
  };
  jobs.set(id, fake);
  if (path[2] === undefined)
    fake.job = Job.parse({ ...fake.job, ...(JSON.parse(body.toString()) as object) });
  else if (path[2] === 'stale') fake.stale = true;
  else if (path[2] === 'failing') fake.failing = true;
  else if (path[3] === 'source') fake.source = body;
  else fake.renditions.set(Number(path[3]), body);
  fake.rev++;
  response.writeHead(204).end();
}

/** Creates jobs; the same key returns the same jobs. */
function create(
  jobs: Map<string, Fake>,
  origin: string,
  body: Buffer,
  { key = randomUUID(), response }: { key: string | string[] | undefined; response: ServerResponse },
): void {
  const { batch, files } = CreateJobsRequest.parse(JSON.parse(body.toString()));
  const created = files.map(({ clientRef }, index) => {
    const jobId = createHash('sha256')
      .update(`${String(key)} ${index}`)
      .digest('hex')
      .slice(0, 32);
    const job = Job.parse({ ...newJob(jobId), clientRef, batch, state: 'awaiting-upload' });
    if (!jobs.has(jobId))
      jobs.set(jobId, { job, rev: 0, links: 0, failing: false, stale: false, renditions: new Map() });
    const url = `${origin}/upload/jobs/${jobId}`;
    return { jobId, clientRef, upload: { url, fields: { key: `uploads/t/${jobId}` } } };
  });
  json(response, 201, CreateJobsResponse.parse({ jobs: created }));
}

function upload(fake: Fake, body: Buffer, response: ServerResponse): void {
  if (!body.includes('name="file"'))
    return void response.writeHead(400).end('<Code>MalformedPOSTRequest</Code>');
  if (body.length > 1_000_000) return void response.writeHead(400).end('<Code>EntityTooLarge</Code>');
  fake.job = { ...fake.job, state: 'decoding' };
  fake.rev++;
  response.writeHead(204).end();
}

function list(jobs: Map<string, Fake>, url: URL, request: IncomingMessage, response: ServerResponse): void {
  const batch = url.searchParams.get('batch');
  const all = [...jobs.values()].filter(({ job }) => batch === null || job.batch === batch).reverse();
  const from = all.findIndex(({ job }) => job.jobId === url.searchParams.get('cursor')) + 1;
  const page = all.slice(from, from + Number(url.searchParams.get('limit') ?? 50));
  const cursor = from + page.length < all.length ? { cursor: page.at(-1)!.job.jobId } : {};
  const tag = `"${createHash('sha256')
    .update(page.map(({ job, rev }) => `${job.jobId}${rev}`).join())
    .update(JSON.stringify(cursor))
    .digest('hex')}"`;
  conditional(
    request,
    response,
    ListJobsResponse.parse({ jobs: page.map(({ job }) => JobSummary.parse(job)), ...cursor }),
    tag,
  );
}

const linksOf = ({ job, source, renditions, links }: Fake, origin: string): LinksResponse => {
  const expiresAt = new Date(Date.now() + 60_000).toISOString();
  const link = (name: string | number) => ({
    url: `${origin}/files/jobs/${job.jobId}/${name}?try=${links}`,
    expiresAt,
  });
  return LinksResponse.parse({
    ...(source ? { source: link('source') } : {}),
    renditions: [...renditions.keys()].map((frame) => ({ frame, ...link(frame) })),
  });
};

const newJob = (jobId: string): Job => {
  const now = new Date().toISOString();
  return Job.parse({
    jobId,
    state: 'decoding',
    attempt: 1,
    createdAt: now,
    updatedAt: now,
    renditions: [],
    analyses: {},
    warnings: [],
  });
};

function conditional(request: IncomingMessage, response: ServerResponse, body: unknown, etag: string): void {
  const headers = { etag, 'retry-after': '0' };
  if (request.headers['if-none-match'] === etag) response.writeHead(304, headers).end();
  else json(response, 200, body, headers);
}

function problem(response: ServerResponse, status: number, code: string, detail: string): void {
  const body = { type: 'about:blank', title: code, status, detail, code };
  json(response, status, body, { 'content-type': 'application/problem+json' });
}

function json(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}
