import { setTimeout as sleep } from 'node:timers/promises';
import { FunctionError, TooManyRequestsError } from './errors.ts';
import type { QueueConsumer, ReceivedMessage } from '../services/sqs/createQueueConsumer.ts';
import type { EventSourceMapping } from './eventSourceMapping.ts';
import { findFailedItems } from './findFailedItems.ts';
import type { Functions } from './functions.ts';
import { limitConcurrency } from './limitConcurrency.ts';

const BACKOFF_MS = 1000;

/** The dependencies of a poller. */
export interface PollerOptions {
  readonly functions: Functions;
  readonly queues: QueueConsumer;
  readonly region: string;
  /** The most concurrent batches; default depends on the number of cores. */
  readonly concurrency?: number;
  /** Called with an error that is not a function's, such as AccessDenied for the poll itself. */
  readonly onError: (error: unknown) => void;
}

/** Invokes a function with the messages of its queue, as Lambda's event source mapping does. */
export class Poller {
  readonly #mapping: EventSourceMapping;
  readonly #options: PollerOptions;
  readonly #stop = new AbortController();
  readonly #loops: Promise<void>[];

  constructor(mapping: EventSourceMapping, options: PollerOptions) {
    this.#mapping = mapping;
    this.#options = options;
    const length = limitConcurrency(mapping.maximumConcurrency, options.concurrency);
    this.#loops = Array.from({ length }, () => this.#loop());
  }

  /** Stops polling. The end of the functions ends the invocations in progress. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await Promise.all(this.#loops);
  }

  async #loop(): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted) {
      try {
        const messages = await this.#batch(signal);
        if (messages.length > 0) await this.#process(messages);
      } catch (error) {
        // The log of the function has the error, and the messages become visible again after their timeout.
        if (error instanceof FunctionError) continue;
        if (!this.#isExpected(error)) this.#options.onError(error);
        await sleep(BACKOFF_MS, undefined, { signal }).catch(() => undefined);
      }
    }
  }

  /** Returns true for throttling, and for any error after `stop`. */
  #isExpected(error: unknown): boolean {
    return this.#stop.signal.aborted || error instanceof TooManyRequestsError;
  }

  async #batch(signal: AbortSignal): Promise<ReceivedMessage[]> {
    const { queueArn, functionArn, batchSize, batchingWindow } = this.#mapping;
    const { roleArn } = this.#options.functions.find(functionArn);
    const receive = (max: number, waitSeconds: number) =>
      this.#options.queues.receive(queueArn, roleArn, { max: Math.min(10, max), waitSeconds }, signal);
    const messages = [...(await receive(batchSize, 20))];
    const end = Date.now() + batchingWindow * 1000;
    while (messages.length > 0 && messages.length < batchSize && Date.now() < end) {
      await sleep(Math.min(250, batchingWindow * 1000), undefined, { signal });
      messages.push(...(await receive(batchSize - messages.length, 0)));
    }
    return messages;
  }

  async #process(messages: readonly ReceivedMessage[]): Promise<void> {
    const { queueArn, functionArn, reportBatchItemFailures } = this.#mapping;
    const { functions, queues, region } = this.#options;
    const event = {
      Records: messages.map((message) => ({
        ...message,
        eventSource: 'aws:sqs',
        eventSourceARN: queueArn,
        awsRegion: region,
      })),
    };
    const answer = await functions.invoke(functionArn, event);
    const ids = messages.map(({ messageId }) => messageId);
    const failed = findFailedItems(answer, ids, reportBatchItemFailures);
    const done = messages.filter(({ messageId }) => !failed.has(messageId));
    const { roleArn } = functions.find(functionArn);
    if (done.length > 0)
      await queues.delete(
        queueArn,
        roleArn,
        done.map(({ receiptHandle }) => receiptHandle),
      );
  }
}
