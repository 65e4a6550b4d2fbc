import assert from 'node:assert/strict';
import { chaosRun } from './chaosRun.ts';
import { crashRun } from './crashRun.ts';
import { replayRun } from './replayRun.ts';

/** Small samples, each with a seed of its own, of what `npm run chaos` runs whole. */
describe('chaos', function () {
  this.timeout(240_000);

  it('loses, doubles and strands nothing, and asks Rekognition again only after a fault', async () => {
    const report = await chaosRun({ uploads: 10, faults: 40, seed: 20261126 });
    const { lost, doubled, stuck, unexplainedCalls, unstruck, states } = report;
    assert.deepEqual({ lost, doubled, stuck, unexplainedCalls, unstruck }, none, JSON.stringify(report));
    assert.deepEqual(states, { completed: 9, rejected: 1 });
  });

  it('comes to the same end whichever side effect a crash is before or after', async () => {
    const { cases, failed, byChance } = await crashRun({ sample: 24, seed: 7 });
    assert.equal(cases.length + byChance, 24);
    assert.equal(failed, 0, JSON.stringify(cases.filter(({ converged }) => !converged)));
  });

  it('changes no result when every event comes again in any order, days later too', async () => {
    const { wrong, changed, newVersions, rekognitionCalls } = await replayRun(5, 3);
    assert.deepEqual(
      { wrong, changed, newVersions, rekognitionCalls },
      { wrong: 0, changed: 0, newVersions: 0, rekognitionCalls: 10 },
    );
  });
});

const none = { lost: 0, doubled: 0, stuck: 0, unexplainedCalls: 0, unstruck: 0 };
