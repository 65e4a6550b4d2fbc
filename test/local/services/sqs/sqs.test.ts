import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MovableClock } from '../../../../local/clock.ts';
import { Queues } from '../../../../local/services/sqs/queues.ts';
import type { QueueDescription } from '../../../../local/services/sqs/queueDescription.ts';

const arn = (name: string) => `arn:aws:sqs:us-east-1:000000000000:${name}`;
const queue = (name: string, more: Partial<QueueDescription> = {}): QueueDescription => ({
  name,
  arn: arn(name),
  visibilityMs: 30_000,
  retentionMs: 345_600_000,
  delayMs: 0,
  waitMs: 0,
  maxMessageBytes: 262_144,
  redrive: undefined,
  ...more,
});
const DESCRIPTIONS = [
  queue('work', { redrive: { deadLetterArn: arn('dead'), maxReceives: 2 } }),
  queue('dead'),
];

describe('Queues', () => {
  const folder = mkdtempSync(join(tmpdir(), 'queues-'));
  let clock: MovableClock;
  let queues: Queues;

  beforeEach(async () => {
    clock = new MovableClock();
    queues = await Queues.open(join(folder, String(Math.random())), DESCRIPTIONS, clock);
  });
  afterEach(async () => {
    await queues.close();
    clock.close();
  });
  after(() => rmSync(folder, { recursive: true }));

  const send = (body: string) => queues.send(arn('work'), body, { senderId: 'test' });
  const bodies = async (name: string, waitMs = 0) =>
    (await queues.receive(arn(name), { max: 10, waitMs })).map(({ body }) => body);

  it('keep a message with the consumer that received it during the write of its send', async () => {
    const sending = send('a');
    const taken = await bodies('work');
    await sending;
    assert.deepEqual([...taken, ...(await bodies('work'))], ['a']);
  });

  it('hide a delayed message, even during the write of its send', async () => {
    const sending = queues.send(arn('work'), 'a', { senderId: 'test', delayMs: 5000 });
    assert.deepEqual(await bodies('work'), []);
    await sending;
    assert.deepEqual(await bodies('work'), []);
    clock.advance(5000);
    assert.deepEqual(await bodies('work'), ['a']);
  });

  it('hide a received message until its visibility timeout has passed', async () => {
    await send('a');
    assert.deepEqual(await bodies('work'), ['a']);
    assert.deepEqual(await bodies('work'), []);
    clock.advance(30_000);
    assert.deepEqual(await bodies('work'), ['a']);
  });

  it('show a message whose visibility is set to 0, and reject its old receipt', async () => {
    await send('a');
    const [received] = await queues.receive(arn('work'), { max: 1 });
    assert.ok(received);
    queues.changeVisibility(arn('work'), received.receiptHandle, 0);
    assert.throws(() => queues.changeVisibility(arn('work'), received.receiptHandle, 0), {
      name: 'MessageNotInflight',
    });
    const [again] = await queues.receive(arn('work'), { max: 1 });
    assert.equal(again?.receives, 2);
  });

  it('move a message that was received too often to the dead-letter queue', async () => {
    await send('poison');
    for (let receive = 0; receive < 2; receive++) {
      assert.deepEqual(await bodies('work'), ['poison']);
      clock.advance(30_000);
    }
    assert.deepEqual(await bodies('work'), []);
    assert.deepEqual(await bodies('dead'), ['poison']);
  });

  it('wake a waiting consumer when a message arrives or its signal aborts', async () => {
    const waiting = bodies('work', 20_000);
    await send('late');
    assert.deepEqual(await waiting, ['late']);
    const stop = new AbortController();
    const none = queues.receive(arn('work'), { max: 1, waitMs: 20_000 }, stop.signal);
    stop.abort();
    assert.deepEqual(await none, []);
  });

  it('delete permanently and reject a message that is too long', async () => {
    await send('a');
    const [received] = await queues.receive(arn('work'), { max: 1 });
    await queues.delete(arn('work'), received?.receiptHandle ?? '');
    clock.advance(30_000);
    assert.deepEqual(await bodies('work'), []);
    await assert.rejects(send('x'.repeat(262_145)), { name: 'InvalidParameterValue' });
  });

  it('show received messages after a restart and keep their receive count', async () => {
    const kept = join(folder, 'kept');
    const before = await Queues.open(kept, DESCRIPTIONS, clock);
    await before.send(arn('work'), 'a', { senderId: 'test' });
    await before.send(arn('work'), 'b', { senderId: 'test' });
    const [a] = await before.receive(arn('work'), { max: 2 });
    await before.delete(arn('work'), a?.receiptHandle ?? '');
    await before.close();
    const after = await Queues.open(kept, DESCRIPTIONS, clock);
    const received = await after.receive(arn('work'), { max: 10 });
    assert.deepEqual(
      received.map(({ body, receives }) => [body, receives]),
      [['b', 2]],
    );
    await after.close();
  });
});
