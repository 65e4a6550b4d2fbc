import assert from 'node:assert/strict';
import './table.ts';
import { CreateJobsResponse, Job, LinksResponse, ListJobsResponse, Problem } from '../../contract/index.ts';
import { callHandler } from './callHandler.ts';

const { handler: createJobs } = await import('../../handlers/createJobs.ts');
const { handler: getJob } = await import('../../handlers/getJob.ts');
const { handler: links } = await import('../../handlers/links.ts');
const { handler: listJobs } = await import('../../handlers/listJobs.ts');
const { writeSlot } = await import('../../handlers/adapters/jobsTable.ts');

const create = async (tenant: string, files: object[] = [{}], rest: object = {}, headers = {}) => {
  const { status, body } = await callHandler(createJobs, { tenant, body: { files, ...rest }, headers });
  assert.equal(status, 201);
  return CreateJobsResponse.parse(body).jobs;
};

const problemOf = (answer: { status: number; body: unknown; headers: Record<string, string> }) => {
  assert.equal(answer.headers['content-type'], 'application/problem+json');
  const problem = Problem.parse(answer.body);
  assert.equal(problem.status, answer.status);
  return problem;
};

describe('the jobs API', function () {
  this.timeout(20_000);

  it('creates a job for each file, with a form for its key only', async () => {
    const jobs = await create('north', [{ clientRef: 'a', size: 10 }, { clientRef: 'b' }], {
      batch: 'batch-1',
    });
    assert.deepEqual(
      jobs.map(({ clientRef }) => clientRef),
      ['a', 'b'],
    );
    const { jobId, upload } = jobs[0]!;
    assert.equal(upload.fields['key'], `uploads/north/${jobId}`);
    const policy = JSON.parse(Buffer.from(upload.fields['Policy']!, 'base64').toString()) as {
      conditions: unknown[];
    };
    assert.ok(
      policy.conditions.some(
        (condition) => JSON.stringify(condition) === '["content-length-range",0,1000000]',
      ),
    );
    assert.ok(
      policy.conditions.some((condition) => JSON.stringify(condition) === `{"key":"uploads/north/${jobId}"}`),
    );
    const { status, headers, body } = await callHandler(getJob, { tenant: 'north', jobId });
    assert.equal(status, 200);
    const job = Job.parse(body);
    assert.deepEqual(
      [job.state, job.attempt, job.batch, job.clientRef],
      ['awaiting-upload', 1, 'batch-1', 'a'],
    );
    assert.equal(headers['retry-after'], '1');
    assert.equal(headers['cache-control'], 'no-store');
  });

  it('returns the same jobs for the same Idempotency-Key and body only', async () => {
    const headers = { 'idempotency-key': 'key-1' };
    const first = await create('north', [{}, {}], {}, headers);
    const again = await create('north', [{}, {}], {}, headers);
    assert.deepEqual(
      again.map(({ jobId }) => jobId),
      first.map(({ jobId }) => jobId),
    );
    const others = await create('south', [{}, {}], {}, headers);
    assert.ok(others.every(({ jobId }) => first.every((job) => job.jobId !== jobId)));
    const reused = await callHandler(createJobs, { tenant: 'north', body: { files: [{}] }, headers });
    assert.deepEqual([reused.status, problemOf(reused).code], [422, 'idempotency-key-reused']);
  });

  it('responds with 304 until a fact changes the job', async () => {
    const [job] = await create('north');
    const { jobId } = job!;
    const { headers } = await callHandler(getJob, { tenant: 'north', jobId });
    const same = await callHandler(getJob, {
      tenant: 'north',
      jobId,
      headers: { 'if-none-match': `"x", W/${headers['etag']!}` },
    });
    assert.deepEqual([same.status, same.body, same.headers['etag']], [304, undefined, headers['etag']]);
    const at = new Date().toISOString();
    const fact = { attempt: 1, eventId: 'e', at, versionId: 'v1', size: 3 };
    assert.notEqual(await writeSlot(jobId, { slot: 'source', fact }, Date.now()), undefined);
    const changed = await callHandler(getJob, {
      tenant: 'north',
      jobId,
      headers: { 'if-none-match': headers['etag']! },
    });
    assert.deepEqual([changed.status, Job.parse(changed.body).state], [200, 'decoding']);
  });

  it('lists the caller’s jobs and one batch by pages, newest first', async () => {
    const batch = 'batch-pages';
    for (let index = 0; index < 5; index++) await create('east', [{ clientRef: String(index) }], { batch });
    await create('east', [{ clientRef: 'other' }]);
    const seen: (string | undefined)[] = [];
    let cursor: string | undefined;
    do {
      const query = { batch, limit: '2', ...(cursor === undefined ? {} : { cursor }) };
      const { status, body } = await callHandler(listJobs, { tenant: 'east', query });
      assert.equal(status, 200);
      const page = ListJobsResponse.parse(body);
      seen.push(...page.jobs.map(({ clientRef }) => clientRef));
      cursor = page.cursor;
    } while (cursor !== undefined);
    assert.deepEqual(seen, ['4', '3', '2', '1', '0']);
    const all = ListJobsResponse.parse((await callHandler(listJobs, { tenant: 'east' })).body);
    assert.equal(all.jobs.length, 6);
    const first = await callHandler(listJobs, { tenant: 'east' });
    const again = await callHandler(listJobs, {
      tenant: 'east',
      headers: { 'if-none-match': first.headers['etag']! },
    });
    assert.equal(again.status, 304);
  });

  it('opens no list of another tenant through its cursor or batch', async () => {
    for (let index = 0; index < 3; index++) await create('west', [{}], { batch: 'secret' });
    const { cursor } = ListJobsResponse.parse(
      (await callHandler(listJobs, { tenant: 'west', query: { limit: '1' } })).body,
    );
    const otherTenant = await callHandler(listJobs, { tenant: 'other', query: { cursor: cursor! } });
    assert.deepEqual(ListJobsResponse.parse(otherTenant.body).jobs, []);
    const batch = await callHandler(listJobs, { tenant: 'other', query: { batch: 'secret' } });
    assert.deepEqual(ListJobsResponse.parse(batch.body).jobs, []);
  });

  it('responds alike for the job of another tenant and an unknown job', async () => {
    const [job] = await create('north');
    const answers = [];
    for (const jobId of [job!.jobId, '0'.repeat(32), 'x', '../north']) {
      for (const handler of [getJob, links])
        answers.push(await callHandler(handler, { tenant: 'south', jobId }));
    }
    for (const answer of answers) {
      assert.equal(answer.status, 404);
      assert.deepEqual(answer.body, answers[0]!.body);
    }
  });

  it('links to the existing source version, as an attachment', async () => {
    const [job] = await create('north');
    const { jobId } = job!;
    const before = LinksResponse.parse((await callHandler(links, { tenant: 'north', jobId })).body);
    assert.deepEqual(before, { renditions: [] });
    const fact = { attempt: 1, eventId: 'e', at: new Date().toISOString(), versionId: 'v1', size: 3 };
    await writeSlot(jobId, { slot: 'source', fact }, Date.now());
    const { source } = LinksResponse.parse((await callHandler(links, { tenant: 'north', jobId })).body);
    const query = new URL(source!.url).searchParams;
    assert.equal(query.get('versionId'), 'v1');
    assert.equal(query.get('response-content-disposition'), 'attachment');
    assert.equal(query.get('X-Amz-Expires'), '300');
    assert.equal(
      [...query.keys()].some((key) => key.toLowerCase().includes('checksum')),
      false,
    );
  });

  it('names the problem of an invalid request', async () => {
    const bad: [Parameters<typeof callHandler>[1], number, string][] = [
      [{ tenant: 'north', body: 'no json' }, 400, 'invalid-json'],
      [{ tenant: 'north', body: { files: [] } }, 400, 'invalid-request'],
      [{ tenant: 'north', body: { files: [{ name: 'DOE.dcm' }] } }, 400, 'invalid-request'],
      [
        { tenant: 'north', body: { files: [{}] }, headers: { 'idempotency-key': 'a b' } },
        400,
        'invalid-request',
      ],
      [{ body: { files: [{}] } }, 403, 'no-tenant'],
      [{ tenant: '../x', body: { files: [{}] } }, 403, 'no-tenant'],
    ];
    for (const [request, status, code] of bad) {
      const answer = await callHandler(createJobs, request);
      assert.deepEqual([answer.status, problemOf(answer).code], [status, code]);
    }
    const cursor = await callHandler(listJobs, { tenant: 'north', query: { cursor: 'abc' } });
    assert.deepEqual([cursor.status, problemOf(cursor).code], [400, 'invalid-cursor']);
    const limit = await callHandler(listJobs, { tenant: 'north', query: { limit: '101' } });
    assert.equal(limit.status, 400);
  });
});
