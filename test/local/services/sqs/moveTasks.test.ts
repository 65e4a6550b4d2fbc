import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MovableClock } from '../../../../local/clock.ts';
import { Queues } from '../../../../local/services/sqs/queues.ts';

const arn = (name: string): string => `arn:aws:sqs:us-east-1:000000000000:${name}`;
const queue = (name: string, redrive?: { deadLetterArn: string; maxReceives: number }) => ({
  name,
  arn: arn(name),
  visibilityMs: 30_000,
  retentionMs: 1_209_600_000,
  delayMs: 0,
  waitMs: 0,
  maxMessageBytes: 262_144,
  redrive,
});

describe('the redrive of a dead-letter queue', () => {
  const folder = mkdtempSync(join(tmpdir(), 'move-tasks-'));
  const clock = new MovableClock();
  const descriptions = [queue('dlq'), queue('work', { deadLetterArn: arn('dlq'), maxReceives: 1 })];
  let queues: Queues;

  before(async () => {
    queues = await Queues.open(folder, descriptions, clock);
  });
  after(async () => {
    await queues.close();
    clock.close();
    rmSync(folder, { recursive: true });
  });

  it('moves messages back to their queues, even after a restart, and keeps those without one', async () => {
    await queues.send(arn('work'), 'once too often', { senderId: 'test' });
    await queues.send(arn('dlq'), 'sent there itself', { senderId: 'test' });
    await queues.receive(arn('work'), { max: 1 });
    clock.advance(30_000);
    assert.deepEqual(await queues.receive(arn('work'), { max: 1 }), []);
    assert.equal(queues.counts(arn('dlq')).visible, 2);
    await queues.close();
    queues = await Queues.open(folder, descriptions, clock);
    assert.deepEqual(await queues.moveAll(arn('dlq')), { moved: 1, homeless: 1 });
    const [home] = await queues.receive(arn('work'), { max: 1 });
    assert.equal(home?.body, 'once too often');
    assert.equal(home.receives, 1);
    assert.deepEqual(await queues.moveAll(arn('dlq'), arn('work')), { moved: 1, homeless: 0 });
    assert.equal(queues.counts(arn('dlq')).visible, 0);
  });
});
