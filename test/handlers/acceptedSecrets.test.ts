import assert from 'node:assert/strict';
import { selectAcceptedSecrets, isAccepted, OVERLAP_MS } from '../../handlers/api/acceptedSecrets.ts';

const NOW = Date.UTC(2026, 10, 24);
const previous = { text: 'before', createdAt: NOW - 30 * OVERLAP_MS };

describe('selectAcceptedSecrets', () => {
  it('accepts the previous value for an hour after a rotation', () => {
    const at = (age: number) =>
      selectAcceptedSecrets({ current: { text: 'now', createdAt: NOW - age }, previous }, NOW);
    assert.deepEqual(at(0), ['now', 'before']);
    assert.deepEqual(at(OVERLAP_MS - 1), ['now', 'before']);
    assert.deepEqual(at(OVERLAP_MS), ['now']);
  });

  it('accepts a secret that was never rotated', () => {
    assert.deepEqual(
      selectAcceptedSecrets({ current: { text: 'now', createdAt: NOW }, previous: undefined }, NOW),
      ['now'],
    );
  });

  it('accepts whole values only', () => {
    const accepted = ['now', 'before'];
    assert.deepEqual(
      ['now', 'before', '', 'no', 'nowbefore', 'now,before', 'NOW'].filter((shown) =>
        isAccepted(shown, accepted),
      ),
      ['now', 'before'],
    );
    assert.equal(isAccepted('', []), false);
  });
});
