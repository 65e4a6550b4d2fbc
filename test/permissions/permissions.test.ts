import assert from 'node:assert/strict';
import { RESOURCELESS } from '../policies/rules/security.ts';
import { grantsOf, wordsOf } from './grants.ts';
import { judgeGrants, missing } from './judge.ts';
import { recordedJourney, type RecordedJourney } from './recordedJourney.ts';

describe('what the roles may do', function () {
  this.timeout(300_000);
  let run: RecordedJourney;

  before(async () => {
    run = await recordedJourney();
  });

  it('suffices for the whole journey', () => {
    assert.deepEqual(missing(run.calls), []);
    assert.deepEqual(run.ends, {
      plain: 'completed',
      dicom: 'completed',
      rejected: 'rejected',
      fromGateway: 'completed',
      stumbling: 'completed',
      'retried, before': 'failed',
      retried: 'completed',
      sourceless: 'failed',
      lost: 'expired',
      deadLetters: '1',
      disturbancesLeft: '',
    });
  });

  it('is nothing more: without any single action on any single resource, some call of it is refused', () => {
    const judged = judgeGrants(run.graph, run.calls);
    assert.ok(judged.length > 100, `${judged.length} grants`);
    assert.deepEqual(judged.filter(({ needed }) => needed === undefined).map(wordsOf), []);
  });

  it('names every action, and every resource where AWS knows resources', () => {
    const grants = grantsOf(run.graph);
    assert.deepEqual(grants.filter(({ action }) => action.includes('*')).map(wordsOf), []);
    const open = grants.filter(({ resource, action }) => resource === '*' && !(action in RESOURCELESS));
    assert.deepEqual(open.map(wordsOf), []);
  });
});
