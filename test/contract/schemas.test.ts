import assert from 'node:assert/strict';
import {
  CreateJobsRequest,
  detailSchema,
  ListJobsQuery,
  parseSourceKey,
  SafeTags,
} from '../../contract/index.ts';

const JOB_ID = '00112233445566778899aabbccddeeff';

describe('the contract', () => {
  it('parses the keys of the uploads bucket and no others', () => {
    assert.deepEqual(parseSourceKey(`uploads/north/${JOB_ID}`), {
      kind: 'upload',
      tenant: 'north',
      jobId: JOB_ID,
    });
    assert.deepEqual(parseSourceKey('incoming/north/a/b.dcm'), { kind: 'incoming', tenant: 'north' });
    for (const key of [
      'uploads/north/x',
      `uploads/../${JOB_ID}`,
      'incoming/north/',
      'incoming/north',
      'other/north/x',
      '',
    ]) {
      assert.equal(parseSourceKey(key), undefined, key);
    }
  });

  it('accepts 1 to 100 files and no unknown property', () => {
    const files = Array.from({ length: 101 }, () => ({}));
    assert.equal(CreateJobsRequest.safeParse({ files: files.slice(1) }).success, true);
    for (const bad of [
      { files: [] },
      { files },
      { files: [{ name: 'x' }] },
      { files: [{}], batch: 'a b' },
      {},
    ]) {
      assert.equal(CreateJobsRequest.safeParse(bad).success, false);
    }
  });

  it('accepts tags of the safe list only', () => {
    assert.equal(SafeTags.safeParse({ Modality: 'CT', Rows: 512 }).success, true);
    assert.equal(SafeTags.safeParse({ PatientName: 'DOE^JANE' }).success, false);
    assert.equal(SafeTags.safeParse({ Modality: 'x'.repeat(129) }).success, false);
  });

  it('bounds the page size of a list', () => {
    assert.equal(ListJobsQuery.parse({}).limit, 50);
    assert.equal(ListJobsQuery.parse({ limit: '100' }).limit, 100);
    for (const limit of ['0', '101', '1.5', 'x', ''])
      assert.equal(ListJobsQuery.safeParse({ limit }).success, false, limit);
  });

  it('requires the same metadata in every event', () => {
    const parsed = detailSchema('Job Deleted').safeParse({
      metadata: {
        version: 1,
        eventId: JOB_ID,
        jobId: JOB_ID,
        attempt: 1,
        tenant: 'north',
        time: '2026-01-02T03:04:05.678Z',
        causationId: 'x',
      },
      data: { source: { bucket: 'b', key: 'k' }, sweep: 0 },
    });
    assert.equal(parsed.success, true);
    assert.equal(detailSchema('Job Deleted').safeParse({ metadata: {}, data: {} }).success, false);
  });
});
