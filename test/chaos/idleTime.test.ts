import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findSkippableTime } from '../../local/chaos/findSkippableTime.ts';
import { MovableClock } from '../../local/clock.ts';
import { Queues } from '../../local/services/sqs/queues.ts';

const [STAGE, DEAD] = ['arn:aws:sqs:us-east-1:0:stage', 'arn:aws:sqs:us-east-1:0:dead'];
const VISIBILITY = 360_000;

describe('the clock under --chaos', () => {
  const folder = mkdtempSync(join(tmpdir(), 'idle-'));
  let clock: MovableClock;
  let queues: Queues;

  beforeEach(async () => {
    clock = new MovableClock();
    const both = {
      visibilityMs: VISIBILITY,
      retentionMs: 345_600_000,
      delayMs: 0,
      waitMs: 0,
      maxMessageBytes: 9999,
    };
    const descriptions = [
      { ...both, name: 'stage', arn: STAGE, redrive: { deadLetterArn: DEAD, maxReceives: 5 } },
      { ...both, name: 'dead', arn: DEAD, redrive: undefined },
    ];
    queues = await Queues.open(join(folder, String(Math.random())), descriptions, clock);
  });
  afterEach(async () => {
    await queues.close();
    clock.close();
  });
  after(() => rmSync(folder, { recursive: true }));

  const send = (queue: string) => queues.send(queue, 'an event', { senderId: 'test' });
  const take = (visibilityMs = VISIBILITY) => queues.receive(STAGE, { max: 1, visibilityMs });
  const idle = (underWay = 0) => findSkippableTime(queues, underWay, clock);

  it('advances to shortly before a message that a crash has hidden returns', async () => {
    await send(STAGE);
    await take();
    const milliseconds = idle();
    assert.ok(milliseconds > VISIBILITY - 60_000 && milliseconds < VISIBILITY, String(milliseconds));
    clock.advance(milliseconds);
    assert.deepEqual(await take(), [], 'not there yet');
    assert.equal(idle(), 0, 'the rest is waited for');
    clock.advance(2000);
    assert.equal((await take()).length, 1);
  });

  it('stops while a function runs, a message is visible or nothing waits long', async () => {
    await send(DEAD);
    assert.equal(idle(), 0, 'dead letters wait for a redrive');
    await send(STAGE);
    assert.equal(idle(), 0, 'to be received');
    await take();
    assert.equal(idle(1), 0, 'at work');
    assert.notEqual(idle(), 0);
    await send(STAGE);
    await take(8000);
    assert.equal(idle(), 0, 'soon back');
  });
});
