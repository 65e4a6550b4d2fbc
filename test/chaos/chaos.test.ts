import assert from 'node:assert/strict';
import { chaosRun } from './chaosRun.ts';
import { crashRun } from './crashRun.ts';
import { replayRun } from './replayRun.ts';

/** Small samples of `npm run chaos`, each with its own seed. */
describe('the pipeline under chaos', function () {
  this.timeout(240_000);

  it('loses, doubles and strands no job, and repeats a Rekognition call only after a fault', async () => {
    const report = await chaosRun({ uploads: 10, faults: 40, seed: 20261126 });
    const { lost, doubled, stuck, unexplainedCalls, unstruck, states } = report;
    assert.deepEqual({ lost, doubled, stuck, unexplainedCalls, unstruck }, none, JSON.stringify(report));
    assert.deepEqual(states, { completed: 9, rejected: 1 });
  });

  it('reaches the same outcome for a crash before or after any side effect', async () => {
    const { cases, failed, byChance } = await crashRun({ sample: 24, seed: 7 });
    assert.equal(cases.length + byChance, 24);
    assert.equal(failed, 0, JSON.stringify(cases.filter(({ converged }) => !converged)));
  });

  it('changes no result when all events are delivered again in any order, even days later', async () => {
    const { wrong, changed, newVersions, rekognitionCalls } = await replayRun(5, 3);
    assert.deepEqual(
      { wrong, changed, newVersions, rekognitionCalls },
      { wrong: 0, changed: 0, newVersions: 0, rekognitionCalls: 10 },
    );
  });
});

const none = { lost: 0, doubled: 0, stuck: 0, unexplainedCalls: 0, unstruck: 0 };
