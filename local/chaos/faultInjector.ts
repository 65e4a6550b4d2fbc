import { AwsError } from '../aws/awsError.ts';
import { LostResponse, type CallInfo, type DeliveryInfo, type Interceptor } from '../aws/interceptor.ts';
import type { AwsRequest, AwsResponse } from '../aws/types.ts';
import type { Clock } from '../clock.ts';
import type { CallFault, DeliveryFault, Fault } from './fault.ts';
import { createThrottlingError } from './createThrottlingError.ts';

export interface FaultInjectorOptions {
  readonly clock: Clock;
  /** Chooses the fault of a function's API call, if any. */
  readonly chooseCallFault: (info: CallInfo) => Fault<CallFault> | undefined;
  /** Chooses the fault of a delivery, if any. */
  readonly chooseDeliveryFault: (info: DeliveryInfo) => Fault<DeliveryFault> | undefined;
  /** Ends the execution environment of an invocation. */
  readonly crash: (trace: string, errorType: string, message: string) => Promise<unknown>;
  /** The longest delay of a delivery in milliseconds; default 20 minutes. */
  readonly longestDelayMs?: number;
  /** Called for every fault. */
  readonly onFault?: (fault: Fault, info: CallInfo | DeliveryInfo) => void;
}

interface DelayedDelivery {
  giveUp: (reason: Error) => void;
}

/** The most copies of an event. */
const MOST_COPIES = 5;
const LONGEST_DELAY_MS = 20 * 60_000;
/** The most throttled calls in a row: the longest burst outlasts the retries of the SDK. */
const LONGEST_BURST = 7;

/** Injects faults into calls and deliveries: only those that AWS is known for. */
export class FaultInjector implements Interceptor {
  readonly #options: FaultInjectorOptions;
  /** The deliveries that wait for the end of their delay. */
  readonly #delayed = new Set<DelayedDelivery>();
  #ended = false;
  /** Remaining throttled calls of a burst, by invocation and operation. */
  readonly #bursts = new Map<string, number>();

  constructor(options: FaultInjectorOptions) {
    this.#options = options;
  }

  /** The number of deliveries that wait for the end of their delay. */
  get delayedDeliveries(): number {
    return this.#delayed.size;
  }

  async call(info: CallInfo, proceed: (changed?: AwsRequest) => Promise<AwsResponse>): Promise<AwsResponse> {
    const { trace, service, operation } = info;
    if (trace === undefined) return proceed();
    const burst = `${trace} ${operation}`;
    const left = this.#bursts.get(burst) ?? 0;
    if (left > 0) {
      this.#bursts.set(burst, left - 1);
      throw createThrottlingError(service);
    }
    const fault = this.#options.chooseCallFault(info);
    if (fault === undefined) return proceed();
    this.#options.onFault?.(fault, info);
    switch (fault.kind) {
      case 'throttle':
        this.#bursts.set(burst, Math.floor(fault.size * LONGEST_BURST));
        throw createThrottlingError(service);
      case 'partial-put-events':
        return putPartially(info.request, fault.size, proceed);
      case 'condition-failed':
        // As a retry of the SDK sees it: the first attempt was written, and its response lost.
        await proceed();
        throw new AwsError('ConditionalCheckFailedException', 'The conditional request failed');
      case 'answer-lost':
        await proceed();
        throw new LostResponse();
      case 'timeout':
        return this.#crash(trace, 'Sandbox.Timedout', 'Task timed out');
      case 'out-of-memory':
        return this.#crash(trace, 'Runtime.OutOfMemory', 'RequestId: Error: Runtime exited');
      case 'killed-before':
        return this.#crash(trace, 'Runtime.ExitError', 'signal: killed');
      case 'killed-after':
        await proceed();
        return this.#crash(trace, 'Runtime.ExitError', 'signal: killed');
    }
  }

  async deliver(info: DeliveryInfo, proceed: () => Promise<void>): Promise<void> {
    const fault = this.#options.chooseDeliveryFault(info);
    if (fault === undefined) return proceed();
    this.#options.onFault?.(fault, info);
    switch (fault.kind) {
      case 'duplicate':
        for (let copies = 1 + Math.ceil(fault.size * (MOST_COPIES - 1)); copies > 0; copies--)
          await proceed();
        return;
      case 'reorder':
        return this.#deliverLater(1 + fault.size * 5000, proceed);
      case 'delay':
        return this.#deliverLater(
          1 + fault.size * (this.#options.longestDelayMs ?? LONGEST_DELAY_MS),
          proceed,
        );
      case 'drop':
        // A permanent error sends the event to the target's dead-letter queue, for a redrive.
        throw new AwsError('QueueDoesNotExist', 'The fault injector dropped the event');
    }
  }

  /** Gives up the delayed deliveries; the next start makes them. */
  stop(): void {
    this.#ended = true;
    for (const { giveUp } of this.#delayed) giveUp(createClosingError());
  }

  async #crash(trace: string, errorType: string, message: string): Promise<never> {
    await this.#options.crash(trace, errorType, message);
    throw new LostResponse();
  }

  async #deliverLater(milliseconds: number, proceed: () => Promise<void>): Promise<void> {
    if (this.#ended) throw createClosingError();
    const delivery: DelayedDelivery = { giveUp: () => undefined };
    this.#delayed.add(delivery);
    try {
      await new Promise<void>((resolve, reject) => {
        delivery.giveUp = reject;
        this.#options.clock.after(milliseconds, resolve);
      });
    } finally {
      this.#delayed.delete(delivery);
    }
    await proceed();
  }
}

const createClosingError = (): Error => new Error('The local cloud is closing');

interface PutEvents {
  readonly Entries: readonly object[];
}

/** Accepts some entries and rejects each of the others, as EventBridge does. */
async function putPartially(
  request: AwsRequest,
  size: number,
  proceed: (changed: AwsRequest) => Promise<AwsResponse>,
): Promise<AwsResponse> {
  const input = JSON.parse(request.payload.toString()) as PutEvents;
  const accepted = Math.floor(size * input.Entries.length);
  const rejected = { ErrorCode: 'ThrottlingException', ErrorMessage: 'Rate exceeded' };
  const Entries: object[] = [];
  if (accepted > 0) {
    const payload = Buffer.from(JSON.stringify({ ...input, Entries: input.Entries.slice(0, accepted) }));
    const { body } = await proceed({ ...request, payload });
    Entries.push(...(JSON.parse(body as string) as PutEvents).Entries);
  }
  while (Entries.length < input.Entries.length) Entries.push(rejected);
  return {
    status: 200,
    headers: { 'content-type': 'application/x-amz-json-1.1' },
    body: JSON.stringify({ FailedEntryCount: input.Entries.length - accepted, Entries }),
  };
}
