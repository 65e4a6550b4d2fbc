import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { passThrough } from '../../../../local/aws/interceptor.ts';
import { MovableClock } from '../../../../local/clock.ts';
import { EventBridge } from '../../../../local/services/events/eventBridge.ts';

const RULE = {
  ...{ name: 'r', bus: 'own', arn: 'arn:aws:events:us-east-1:0:rule/own/r', enabled: true },
  pattern: '{"source":["a"]}',
  targets: [{ id: 't', arn: 'queue', dlqArn: 'dlq', maximumEventAge: 3600, maximumRetryAttempts: 2 }],
};
const EVENT = {
  ...{ version: '0' as const, id: '1', 'detail-type': 'T', source: 'a', account: '0', time: '', region: '' },
  ...{ resources: [], detail: {} },
} as const;

describe('EventBridge', () => {
  const folder = mkdtempSync(join(tmpdir(), 'events-'));
  const sent: string[] = [];
  let failures = 0;
  const open = (clock: MovableClock) =>
    EventBridge.open({
      ...{ dataDir: folder, clock, interceptor: passThrough, region: 'us-east-1', accountId: '0' },
      ...{ buses: ['own'], rules: [RULE], onEvent: () => undefined, onError: () => undefined },
      send: (arn) => {
        if (arn === 'queue' && failures-- > 0) return Promise.reject(new Error('unavailable'));
        sent.push(arn);
        return Promise.resolve();
      },
    });

  after(() => rmSync(folder, { recursive: true }));

  it('delivers an accepted event once after a restart', async () => {
    const clock = new MovableClock();
    const first = await open(clock);
    await first.accept('own', EVENT);
    await first.accept('own', { ...EVENT, source: 'b' });
    await first.close();
    const second = await open(clock);
    second.start();
    await second.close();
    assert.deepEqual(sent, ['queue']);
    const third = await open(clock);
    third.start();
    await third.close();
    assert.deepEqual(sent, ['queue']);
    clock.close();
  });

  it('sends an event to the dead-letter queue after its last retry', async () => {
    sent.length = 0;
    failures = 3;
    const clock = new MovableClock();
    const bridge = await open(clock);
    bridge.start();
    await bridge.accept('own', EVENT);
    while (sent.length === 0) {
      await new Promise(setImmediate);
      clock.advance(60_000);
    }
    await bridge.close();
    clock.close();
    assert.deepEqual(sent, ['dlq']);
  });
});
