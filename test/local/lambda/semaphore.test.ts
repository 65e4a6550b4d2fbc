import assert from 'node:assert/strict';
import { Semaphore } from '../../../local/lambda/semaphore.ts';

describe('Semaphore', () => {
  it('runs at most as many tasks as its limit, in order, and continues after a failure', async () => {
    const semaphore = new Semaphore(2);
    const started: number[] = [];
    const finish: (() => void)[] = [];
    const work = (index: number) =>
      semaphore.run(async () => {
        started.push(index);
        await new Promise<void>((resolve) => finish.push(resolve));
        if (index === 0) throw new Error('first');
      });
    const all = [0, 1, 2, 3].map(work);
    assert.deepEqual(started, [0, 1]);
    finish[0]!();
    await assert.rejects(all[0]!, /first/);
    await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual(started, [0, 1, 2]);
    finish[1]!();
    finish[2]!();
    await all[1];
    await all[2];
    await new Promise((resolve) => setImmediate(resolve));
    finish[3]!();
    await all[3];
    assert.deepEqual(started, [0, 1, 2, 3]);
  });
});
