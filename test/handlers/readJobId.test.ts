import assert from 'node:assert/strict';
import { buildEvent } from '../../handlers/events/buildEvent.ts';
import { readJobId } from '../../handlers/events/readJobId.ts';
import { incomingJobId } from '../../handlers/jobs/ids.ts';
import { envelope } from './envelope.ts';

const JOB_ID = '00112233445566778899aabbccddeeff';

const created = (key: string): string =>
  envelope(
    'Object Created',
    { bucket: { name: 'uploads' }, object: { key, size: 1, 'version-id': 'v1' } },
    'aws.s3',
  );

describe('readJobId', () => {
  it('returns the job of an upload by its key, and of a gateway’s object by its version', () => {
    assert.equal(readJobId(created(`uploads/north/${JOB_ID}`)), JOB_ID);
    assert.equal(readJobId(created('incoming/north/a')), incomingJobId('uploads', 'incoming/north/a', 'v1'));
    assert.equal(readJobId(created('elsewhere/a')), undefined);
  });

  it('returns the job of an event of this project', () => {
    const context = { jobId: JOB_ID, tenant: 'north', attempt: 1, causationId: 'cause', now: 0 };
    const { type, detail } = buildEvent('Job Completed', context, { state: 'completed', analyses: {} }, 'x');
    assert.equal(readJobId(envelope(type, detail)), JOB_ID);
  });

  it('returns undefined for an unreadable message', () => {
    assert.equal(readJobId('no JSON'), undefined);
    assert.equal(readJobId(envelope('Patient Admitted', {}, 'another-source')), undefined);
  });
});
