import type { PollResult } from '../../webcomponents/api/apiClient.ts';
import { PollingController } from '../../webcomponents/controllers/pollingController.ts';
import { deepEqual, equal } from '../browser/assert.ts';
import { waitFor } from '../support/waitFor.ts';

/** A pending poll, which the test resolves. */
interface Poll {
  signal: AbortSignal;
  resolve: (result: PollResult<string>) => void;
  at: number;
}

describe('the polling controller', () => {
  let polls: Poll[];
  let values: string[];
  let polling: PollingController<string>;

  beforeEach(() => {
    polls = [];
    values = [];
    const host = { addController: () => undefined, removeController: () => undefined };
    const updates = { requestUpdate: () => undefined, updateComplete: Promise.resolve(true) };
    polling = new PollingController<string>(
      { ...host, ...updates },
      {
        poll: (_, signal) => new Promise((resolve) => polls.push({ signal, resolve, at: performance.now() })),
        onValue: (value) => {
          values.push(value);
          return 60_000;
        },
        onError: () => undefined,
      },
    );
  });
  afterEach(() => polling.stop());

  it('finishes a poll if it is started again meanwhile, and then polls once more', async () => {
    polling.start();
    for (let time = 0; time < 50; time++) polling.start();
    equal(polls.length, 1);
    equal(polls[0]!.signal.aborted, false);
    polls[0]!.resolve({ value: 'one' });
    await waitFor('the second poll', () => polls.length === 2);
    polls[1]!.resolve({ value: 'two' });
    await waitFor('its value', () => values.length === 2);
    await new Promise((resolve) => setTimeout(resolve, 50));
    equal(polls.length, 2);
  });

  it("waits for the server's `Retry-After`, unless the start is fresh", async () => {
    polling.start();
    polls[0]!.resolve({ value: 'one', retryAfterMs: 300 });
    await waitFor('the first value', () => values.length === 1);
    const received = performance.now();
    polling.start();
    equal(polls.length, 1);
    await waitFor('the second poll', () => polls.length === 2);
    equal(polls[1]!.at - received >= 250, true);
    polling.start({ fresh: true });
    equal(polls.length, 3);
    equal(polls[1]!.signal.aborted, true, 'aborts the previous poll');
    polls[1]!.resolve({ value: 'late' });
    polls[2]!.resolve({ value: 'three' });
    await waitFor('the third value', () => values.length === 2);
    deepEqual(values, ['one', 'three']);
  });
});
