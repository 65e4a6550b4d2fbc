import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import type { CallInfo } from '../../local/aws/interceptor.ts';
import type { CallFault } from '../../local/chaos/fault.ts';
import { RekognitionBill } from './rekognitionBill.ts';

const JOB = '0'.repeat(32);

function info(trace: string, operation: string, path = '/', payload: object = {}): CallInfo {
  const request = {
    ...{ method: 'POST', path, query: new URLSearchParams(), headers: {}, requestId: '', service: '' },
    ...{ payload: Buffer.from(JSON.stringify(payload)), body: Readable.from([]), trailers: new Map() },
    ...{ caller: { arn: '', kind: 'role' as const }, authorize: () => undefined },
  };
  return { service: '', operation, caller: '', trace, request };
}

const asks = (trace: string, operation = 'DetectLabels'): CallInfo =>
  info(trace, operation, '/', { Image: { S3Object: { Name: `renditions/t/${JOB}/1/0.jpg` } } });
const records = (trace: string, what = 'labels'): CallInfo =>
  info(trace, 'PutObject', `/derived/results/rekognition/t/${JOB}/1/0-${what}.json`);

/** A bill of steps: each a call that arrives, is struck by the fault if one is named, and is served. */
function billOf(...steps: readonly (readonly [CallInfo, CallFault?])[]): RekognitionBill {
  const bill = new RekognitionBill();
  for (const [call, kind] of steps) {
    bill.see(call);
    if (kind !== undefined) bill.strike({ kind, size: 0 }, call);
    if (kind === undefined || ['answer-lost', 'killed-after'].includes(kind)) bill.served(call);
  }
  return bill;
}

describe('the bill of Rekognition', () => {
  const of = ({ spread, repeated, unexplained }: RekognitionBill) => ({ spread, repeated, unexplained });

  it('counts answers, and not what was refused', () => {
    const bill = billOf([asks('a'), 'throttle'], [asks('a')], [records('a')]);
    assert.deepEqual(of(bill), { spread: { 1: 1 }, repeated: 0, unexplained: 0 });
  });

  it('excuses a call whose answer was lost or never written down for a fault', () => {
    assert.deepEqual(of(billOf([asks('a'), 'answer-lost'], [asks('a')], [records('a')])), {
      ...{ spread: { 2: 1 }, repeated: 1, unexplained: 0 },
    });
    const bill = billOf([asks('a')], [records('a'), 'killed-before'], [asks('b')], [records('b')]);
    assert.equal(bill.unexplained, 0);
  });

  it('excuses what the end of the function took with it, whichever call it struck', () => {
    const crash = asks('a', 'DetectText');
    assert.equal(billOf([asks('a')], [crash, 'timeout'], [asks('b')]).unexplained, 0);
    assert.equal(
      billOf([crash, 'timeout'], [asks('a')], [asks('b')]).unexplained,
      0,
      'under way as it ended',
    );
  });

  it('excuses nothing by a fault before the call, after the record or of another question', () => {
    const before = billOf([info('a', 'GetItem'), 'answer-lost'], [asks('a')], [asks('b')]);
    assert.equal(before.unexplained, 1);
    const after = billOf([asks('a')], [records('a')], [info('a', 'PutEvents'), 'killed-before'], [asks('b')]);
    assert.equal(after.unexplained, 1);
    const recorded = billOf([asks('a')], [records('a'), 'killed-after'], [asks('b')]);
    assert.equal(recorded.unexplained, 1);
    const other = billOf([asks('a')], [records('a')], [asks('b', 'DetectText'), 'answer-lost'], [asks('b')]);
    assert.equal(other.unexplained, 1);
  });

  it('excuses one call a fault', () => {
    const twice = billOf([asks('a'), 'answer-lost'], [asks('a')], [asks('a')], [records('a')]);
    assert.equal(twice.repeated, 2);
    assert.equal(twice.unexplained, 1);
  });
});
