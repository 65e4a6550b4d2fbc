import { strict as assert } from 'node:assert';
import { MovableClock } from '../../local/clock.ts';

describe('the clock that can be moved', () => {
  const clock = new MovableClock();
  after(() => clock.close());

  it('stays in whole milliseconds, which timestamps and S3 sequencers are made of', () => {
    clock.advance(0.25);
    assert.equal(Number.isInteger(clock.now()), true);
    clock.after(10_000.5, () => undefined);
    assert.equal(Number.isInteger(clock.next), true);
  });

  it('calls what falls due on the way, in the order of its time', () => {
    const called: string[] = [];
    clock.after(2_000, () => called.push('second'));
    clock.after(1_000, () => called.push('first'));
    clock.after(3_000, () => called.push('third'));
    clock.advance(2_500);
    assert.deepEqual(called, ['first', 'second']);
  });
});
