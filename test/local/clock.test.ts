import { strict as assert } from 'node:assert';
import { MovableClock } from '../../local/clock.ts';

describe('MovableClock', () => {
  const clock = new MovableClock();
  after(() => clock.close());

  it('stays in whole milliseconds, which timestamps and S3 sequencers need', () => {
    clock.advance(0.25);
    assert.equal(Number.isInteger(clock.now()), true);
    clock.after(10_000.5, () => undefined);
    assert.equal(Number.isInteger(clock.next), true);
  });

  it('calls the timers that fall due while it advances, in the order of their time', () => {
    const called: string[] = [];
    clock.after(2_000, () => called.push('second'));
    clock.after(1_000, () => called.push('first'));
    clock.after(3_000, () => called.push('third'));
    clock.advance(2_500);
    assert.deepEqual(called, ['first', 'second']);
  });
});
