import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import type { CallInfo } from '../../local/aws/interceptor.ts';
import type { CallFault } from '../../local/chaos/fault.ts';
import { RekognitionCalls } from './rekognitionCalls.ts';

const JOB = '0'.repeat(32);

function info(trace: string, operation: string, path = '/', payload: object = {}): CallInfo {
  const request = {
    ...{ method: 'POST', path, query: new URLSearchParams(), headers: {}, requestId: '', service: '' },
    ...{ payload: Buffer.from(JSON.stringify(payload)), body: Readable.from([]), trailers: new Map() },
    ...{ caller: { arn: '', kind: 'role' as const }, authorize: () => undefined },
  };
  return { service: '', operation, caller: '', trace, request };
}

const detectCall = (trace: string, operation = 'DetectLabels'): CallInfo =>
  info(trace, operation, '/', { Image: { S3Object: { Name: `renditions/t/${JOB}/1/0.jpg` } } });
const recordCall = (trace: string, what = 'labels'): CallInfo =>
  info(trace, 'PutObject', `/derived/results/rekognition/t/${JOB}/1/0-${what}.json`);

/** Records steps. Each is a call that arrives, is struck by a fault if there is one, and is served. */
function recordSteps(...steps: readonly (readonly [CallInfo, CallFault?])[]): RekognitionCalls {
  const rekognitionCalls = new RekognitionCalls();
  for (const [call, kind] of steps) {
    rekognitionCalls.recordCall(call);
    if (kind !== undefined) rekognitionCalls.recordFault({ kind, size: 0 }, call);
    if (kind === undefined || ['answer-lost', 'killed-after'].includes(kind))
      rekognitionCalls.recordServed(call);
  }
  return rekognitionCalls;
}

describe('RekognitionCalls', () => {
  const of = ({ spread, repeated, unexplained }: RekognitionCalls) => ({ spread, repeated, unexplained });

  it('counts successful calls and no rejected ones', () => {
    const rekognitionCalls = recordSteps([detectCall('a'), 'throttle'], [detectCall('a')], [recordCall('a')]);
    assert.deepEqual(of(rekognitionCalls), { spread: { 1: 1 }, repeated: 0, unexplained: 0 });
  });

  it('excuses a call whose response a fault lost or kept from being recorded', () => {
    assert.deepEqual(
      of(recordSteps([detectCall('a'), 'answer-lost'], [detectCall('a')], [recordCall('a')])),
      {
        ...{ spread: { 2: 1 }, repeated: 1, unexplained: 0 },
      },
    );
    const rekognitionCalls = recordSteps(
      [detectCall('a')],
      [recordCall('a'), 'killed-before'],
      [detectCall('b')],
      [recordCall('b')],
    );
    assert.equal(rekognitionCalls.unexplained, 0);
  });

  it('excuses the calls of a function that ended, whichever call the fault struck', () => {
    const crash = detectCall('a', 'DetectText');
    assert.equal(recordSteps([detectCall('a')], [crash, 'timeout'], [detectCall('b')]).unexplained, 0);
    assert.equal(
      recordSteps([crash, 'timeout'], [detectCall('a')], [detectCall('b')]).unexplained,
      0,
      'in progress as the function ended',
    );
  });

  it('excuses no call by a fault before it, after its record or of another query', () => {
    const before = recordSteps([info('a', 'GetItem'), 'answer-lost'], [detectCall('a')], [detectCall('b')]);
    assert.equal(before.unexplained, 1);
    const after = recordSteps(
      [detectCall('a')],
      [recordCall('a')],
      [info('a', 'PutEvents'), 'killed-before'],
      [detectCall('b')],
    );
    assert.equal(after.unexplained, 1);
    const recorded = recordSteps([detectCall('a')], [recordCall('a'), 'killed-after'], [detectCall('b')]);
    assert.equal(recorded.unexplained, 1);
    const other = recordSteps(
      [detectCall('a')],
      [recordCall('a')],
      [detectCall('b', 'DetectText'), 'answer-lost'],
      [detectCall('b')],
    );
    assert.equal(other.unexplained, 1);
  });

  it('excuses one call for each fault', () => {
    const twice = recordSteps(
      [detectCall('a'), 'answer-lost'],
      [detectCall('a')],
      [detectCall('a')],
      [recordCall('a')],
    );
    assert.equal(twice.repeated, 2);
    assert.equal(twice.unexplained, 1);
  });
});
