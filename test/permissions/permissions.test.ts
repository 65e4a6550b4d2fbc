import assert from 'node:assert/strict';
import { RESOURCELESS } from '../policies/rules/security.ts';
import { listGrants, formatGrant } from './grants.ts';
import { evaluateGrants, listDeniedCalls } from './evaluateGrants.ts';
import { recordJourney, type RecordedJourney } from './recordJourney.ts';

describe('the permissions of the roles', function () {
  this.timeout(300_000);
  let run: RecordedJourney;

  before(async () => {
    run = await recordJourney();
  });

  it('suffice for the whole journey', () => {
    assert.deepEqual(listDeniedCalls(run.calls), []);
    assert.deepEqual(run.ends, {
      plain: 'completed',
      dicom: 'completed',
      rejected: 'rejected',
      fromGateway: 'completed',
      lostResult: 'failed',
      'retry of a repaired result': '409',
      resultless: 'failed',
      stumbling: 'completed',
      'retried, before': 'failed',
      retried: 'completed',
      sourceless: 'failed',
      lost: 'expired',
      deadLetters: '1',
      disturbancesLeft: '',
    });
  });

  it('are all necessary: without any one of them, a call of the journey is denied', () => {
    const evaluated = evaluateGrants(run.graph, run.calls);
    assert.ok(evaluated.length > 100, `${evaluated.length} grants`);
    assert.deepEqual(evaluated.filter(({ needed }) => needed === undefined).map(formatGrant), []);
  });

  it('contain no wildcard actions, and * only for actions without resource types', () => {
    const grants = listGrants(run.graph);
    assert.deepEqual(grants.filter(({ action }) => action.includes('*')).map(formatGrant), []);
    const open = grants.filter(({ resource, action }) => resource === '*' && !(action in RESOURCELESS));
    assert.deepEqual(open.map(formatGrant), []);
  });
});
