import type { PollResult } from '../../webcomponents/api/apiClient.ts';
import { PollingController } from '../../webcomponents/controllers/pollingController.ts';
import { deepEqual, equal } from '../browser/assert.ts';
import { waitFor } from '../support/waitFor.ts';

/** A poll that the test answers. */
interface Asked {
  signal: AbortSignal;
  answer: (polled: PollResult<string>) => void;
  at: number;
}

describe('the polling controller', () => {
  let asked: Asked[];
  let taken: string[];
  let polling: PollingController<string>;

  beforeEach(() => {
    asked = [];
    taken = [];
    const host = { addController: () => undefined, removeController: () => undefined };
    const updates = { requestUpdate: () => undefined, updateComplete: Promise.resolve(true) };
    polling = new PollingController<string>(
      { ...host, ...updates },
      {
        poll: (_, signal) => new Promise((answer) => asked.push({ signal, answer, at: performance.now() })),
        onValue: (value) => {
          taken.push(value);
          return 60_000;
        },
        onError: () => undefined,
      },
    );
  });
  afterEach(() => polling.stop());

  it('finishes a poll, however often it is started meanwhile, and then polls once more', async () => {
    polling.start();
    for (let time = 0; time < 50; time++) polling.start();
    equal(asked.length, 1);
    equal(asked[0]!.signal.aborted, false);
    asked[0]!.answer({ value: 'one' });
    await waitFor('the second', () => asked.length === 2);
    asked[1]!.answer({ value: 'two' });
    await waitFor('its answer', () => taken.length === 2);
    await new Promise((resolve) => setTimeout(resolve, 50));
    equal(asked.length, 2);
  });

  it("waits for the server's `Retry-After`, unless the start is fresh", async () => {
    polling.start();
    asked[0]!.answer({ value: 'one', retryAfterMs: 300 });
    await waitFor('the answer', () => taken.length === 1);
    const answered = performance.now();
    polling.start();
    equal(asked.length, 1);
    await waitFor('the second', () => asked.length === 2);
    equal(asked[1]!.at - answered >= 250, true);
    polling.start({ fresh: true });
    equal(asked.length, 3);
    equal(asked[1]!.signal.aborted, true, 'aborts the previous poll');
    asked[1]!.answer({ value: 'late' });
    asked[2]!.answer({ value: 'three' });
    await waitFor('the third', () => taken.length === 2);
    deepEqual(taken, ['one', 'three']);
  });
});
