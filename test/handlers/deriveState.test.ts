import assert from 'node:assert/strict';
import { deriveAnalysis, deriveState, UPLOAD_GRACE_MS } from '../../handlers/jobs/deriveState.ts';
import { createRow } from '../../handlers/jobs/createRow.ts';
import type { JobRow } from '../../handlers/jobs/row.ts';
import { toJob } from '../../handlers/jobs/toJob.ts';

const START = Date.parse('2026-01-02T03:04:05.000Z');
const at = new Date(START).toISOString();
const fact = { attempt: 1, eventId: 'e', at };
const error = { code: 'stage-failed', message: 'It failed.' };
const source = { ...fact, versionId: 'v', size: 1 };

const row: JobRow = createRow({
  jobId: '00112233445566778899aabbccddeeff',
  tenant: 'north',
  owner: 'someone',
  sourceKey: 'uploads/north/x',
  now: START,
  uploadSeconds: 900,
  deadlineSeconds: 3600,
  retentionDays: 30,
});

const decoded = (analyzers: string[]): JobRow => ({
  ...row,
  source,
  decode: {
    ...fact,
    outcome: 'decoded',
    image: { format: 'png', width: 1, height: 1, frames: 1 },
    renditions: [],
    analyzers,
    warnings: [],
  },
});

describe('deriveState', () => {
  it('waits for the upload until its time is over', () => {
    const end = Date.parse(row.uploadExpiresAt) + UPLOAD_GRACE_MS;
    assert.equal(deriveState(row, end - 1), 'awaiting-upload');
    assert.equal(deriveState(row, end), 'expired');
    assert.equal(toJob(row, new Map(), end).error?.code, 'expired');
  });

  it('goes from decoding to analyzing to completed', () => {
    assert.equal(deriveState({ ...row, source }, START), 'decoding');
    assert.equal(deriveState(decoded(['rekognition']), START), 'analyzing');
    const done = { ...decoded(['rekognition']), 'analysis:rekognition': { ...fact, labels: 1, text: 0 } };
    assert.equal(deriveState(done, START), 'completed');
  });

  it('is completed after decoding if no analyzer is expected', () => {
    assert.equal(deriveState(decoded([]), START), 'completed');
  });

  it('is completed after one success, and shows the analyzer that failed', () => {
    const half = {
      ...decoded(['rekognition', 'sharpness']),
      'analysis:sharpness': { ...fact, labels: 0, text: 0 },
      'failure:analysis:rekognition': { ...fact, error },
    };
    assert.equal(deriveState(half, START), 'completed');
    const { analyses } = toJob(half, new Map(), START);
    assert.equal(analyses['rekognition']!.state, 'failed');
    assert.deepEqual(analyses['rekognition']!.error, error);
    assert.equal(analyses['sharpness']!.state, 'succeeded');
  });

  it('is failed with the cause if every analyzer failed', () => {
    const none = { ...decoded(['rekognition']), 'failure:analysis:rekognition': { ...fact, error } };
    assert.equal(deriveState(none, START), 'failed');
    assert.deepEqual(toJob(none, new Map(), START).error, error);
  });

  it('is failed after the deadline, and a late success still counts', () => {
    const late = Date.parse(row.deadline);
    const stuck = decoded(['rekognition']);
    assert.equal(deriveState(stuck, late - 1), 'analyzing');
    assert.equal(deriveState(stuck, late), 'failed');
    assert.equal(toJob(stuck, new Map(), late).error?.code, 'timed-out');
    assert.equal(deriveAnalysis(stuck, 'rekognition', late), 'failed');
    const after = { ...stuck, 'analysis:rekognition': { ...fact, labels: 1, text: 0 } };
    assert.equal(deriveState(after, late), 'completed');
  });

  it('is completed if a success follows a failure of the same attempt', () => {
    const failed: JobRow = { ...row, source, 'failure:decode': { ...fact, error } };
    assert.equal(deriveState(failed, START), 'failed');
    assert.equal(deriveState({ ...decoded([]), 'failure:decode': { ...fact, error } }, START), 'completed');
  });

  it('includes an analyzer that was not expected', () => {
    const extra = { ...decoded([]), 'analysis:sharpness': { ...fact, labels: 0, text: 0 } };
    assert.deepEqual(Object.keys(toJob(extra, new Map(), START).analyses), ['sharpness']);
  });

  it('starts again with the next attempt', () => {
    const again: JobRow = { ...decoded([]), attempt: 2 };
    assert.equal(deriveState(again, START), 'decoding');
    assert.equal(toJob(again, new Map(), START).image, undefined);
  });
});
