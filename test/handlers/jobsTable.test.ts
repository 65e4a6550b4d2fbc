import assert from 'node:assert/strict';
import './table.ts';
import { randomId } from '../../handlers/jobs/ids.ts';
import { createRow } from '../../handlers/jobs/createRow.ts';
import { isTombstone, type JobRow, type StoredJob } from '../../handlers/jobs/row.ts';
import { createTombstone } from '../../handlers/jobs/tombstone.ts';

const table = await import('../../handlers/adapters/jobsTable.ts');
const { listDueItems, listRows } = await import('../../handlers/adapters/jobsIndexes.ts');
const { releaseLease, acquireLease, readLeaseEnd } = await import('../../handlers/adapters/leases.ts');

const NOW = Date.now();
const error = { code: 'x', message: 'It failed.' };

async function newJob(): Promise<JobRow> {
  const jobId = randomId();
  const row = createRow({
    jobId,
    tenant: 'north',
    owner: 'someone',
    sourceKey: `uploads/north/${jobId}`,
    now: NOW,
    uploadSeconds: 900,
    deadlineSeconds: 3600,
    retentionDays: 30,
  });
  assert.equal(await table.putIfAbsent(row), true);
  return row;
}

const failure = (attempt: number, eventId = 'e') => ({
  slot: 'failure:decode' as const,
  fact: { attempt, eventId, at: new Date(NOW).toISOString(), error },
});

const assertRow: (stored: StoredJob | undefined) => asserts stored is JobRow = (stored) =>
  assert.ok(stored !== undefined && !isTombstone(stored));

describe('the jobs table', function () {
  this.timeout(20_000);

  it('writes a job only once', async () => {
    const row = await newJob();
    assert.equal(await table.putIfAbsent({ ...row, owner: 'another' }), false);
    const stored = await table.readJob(row.jobId);
    assertRow(stored);
    assert.equal(stored.owner, 'someone');
  });

  it('accepts the first fact of an attempt and increments rev once', async () => {
    const { jobId } = await newJob();
    const [first, second] = await Promise.all([
      table.writeSlot(jobId, failure(1, 'a'), NOW),
      table.writeSlot(jobId, failure(1, 'b'), NOW),
    ]);
    assert.equal([first, second].filter((row) => row !== undefined).length, 1);
    const stored = await table.readJob(jobId);
    assertRow(stored);
    assert.equal(stored.rev, 2);
  });

  it('rejects facts of an older attempt, a deleted job and an unknown job', async () => {
    const row = await newJob();
    assert.equal(await table.startAttempt(row, NOW, new Date(NOW).toISOString(), '0'), true);
    assert.equal(await table.startAttempt(row, NOW, new Date(NOW).toISOString(), '0'), false);
    assert.equal(await table.writeSlot(row.jobId, failure(1), NOW), undefined);
    assert.equal((await table.writeSlot(row.jobId, failure(2), NOW))?.attempt, 2);
    const stored = await table.readJob(row.jobId);
    assertRow(stored);
    assert.equal(await table.replaceByTombstone(createTombstone(stored, NOW)), true);
    assert.equal(await table.writeSlot(row.jobId, failure(2), NOW), undefined);
    assert.equal(await table.writeSlot(randomId(), failure(1), NOW), undefined);
  });

  it('replaces a job by a tombstone only if it has not changed, and removes it from lists', async () => {
    const row = await newJob();
    await table.writeSlot(row.jobId, failure(1), NOW);
    assert.equal(await table.replaceByTombstone(createTombstone(row, NOW)), false);
    const stored = await table.readJob(row.jobId);
    assertRow(stored);
    assert.equal(await table.replaceByTombstone(createTombstone(stored, NOW)), true);
    const { rows } = await listRows({
      tenant: 'north',
      batch: undefined,
      limit: 100,
      start: undefined,
    });
    assert.equal(
      rows.some(({ jobId }) => jobId === row.jobId),
      false,
    );
    const tombstone = await table.readJob(row.jobId);
    assert.equal(tombstone !== undefined && isTombstone(tombstone), true);
    assert.equal(JSON.stringify(tombstone).includes('failure'), false);
  });

  it('marks a job as announced only if it has not changed, and removes it from the sweep', async () => {
    const row = await newJob();
    const written = await table.writeSlot(row.jobId, failure(1), NOW);
    assert.equal(await table.markAnnounced(row, '1#failed'), false);
    assert.equal(await table.markAnnounced(written!, '1#failed'), true);
    const due = await listDueItems(row.dueShard!, NOW + 10 ** 10, 1000);
    assert.equal(
      due.some(({ jobId }) => jobId === row.jobId),
      false,
    );
  });

  it('lists due items, the longest overdue first', async () => {
    const row = await newJob();
    const due = await listDueItems(row.dueShard!, NOW + 10 ** 10, 1000);
    assert.equal(
      due.some(({ jobId }) => jobId === row.jobId),
      true,
    );
    assert.deepEqual(
      due.map(({ dueAt }) => dueAt),
      due.map(({ dueAt }) => dueAt).sort(),
    );
    const early = await listDueItems(row.dueShard!, NOW, 1000);
    assert.equal(
      early.some(({ jobId }) => jobId === row.jobId),
      false,
    );
    assert.equal(await table.reschedule(row.pk, row.rev, undefined), true);
    const after = await listDueItems(row.dueShard!, NOW + 10 ** 10, 1000);
    assert.equal(
      after.some(({ jobId }) => jobId === row.jobId),
      false,
    );
  });

  it('treats a job past its time as gone in every read', async () => {
    const row = { ...(await newJob()), ttl: Math.floor(Date.now() / 1000) - 1 };
    const jobId = randomId();
    await table.putIfAbsent({ ...row, pk: `job#${jobId}`, jobId, createdKey: `${row.createdAt}#${jobId}` });
    assert.equal(await table.readJob(jobId), undefined);
    assert.deepEqual(
      (await table.readJobs([jobId, row.jobId])).map((one) => one.jobId),
      [row.jobId],
    );
    const { rows } = await listRows({ tenant: 'north', batch: undefined, limit: 100, start: undefined });
    assert.equal(
      rows.some((one) => one.jobId === jobId),
      false,
    );
  });

  it('grants a lease to one holder until it ends', async () => {
    const { jobId } = await newJob();
    assert.equal(await acquireLease(jobId, 's', 'one', NOW, NOW + 1000), true);
    assert.equal(await readLeaseEnd(jobId, 's'), NOW + 1000);
    assert.equal(await acquireLease(jobId, 's', 'two', NOW, NOW + 1000), false);
    assert.equal(await acquireLease(jobId, 's', 'two', NOW + 1001, NOW + 2000), true);
    assert.equal(await releaseLease(jobId, 's', 'one'), false);
    assert.equal(await releaseLease(jobId, 's', 'two'), true);
    assert.equal(await acquireLease(jobId, 's', 'three', NOW, NOW + 1000), true);
  });
});
