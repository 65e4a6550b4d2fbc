import { AwsError } from '../aws/awsError.ts';
import { LostResponse, type CallInfo, type DeliveryInfo, type Interceptor } from '../aws/interceptor.ts';
import type { AwsRequest, AwsResponse } from '../aws/types.ts';
import type { Clock } from '../clock.ts';
import type { CallFault, DeliveryFault, Fault } from './fault.ts';
import { createThrottlingError } from './createThrottlingError.ts';

export interface FaultInjectorOptions {
  readonly clock: Clock;
  /** What strikes this call of a function, if anything does. */
  readonly chooseCallFault: (info: CallInfo) => Fault<CallFault> | undefined;
  /** What strikes this delivery, if anything does. */
  readonly chooseDeliveryFault: (info: DeliveryInfo) => Fault<DeliveryFault> | undefined;
  /** Ends the execution environment of an invocation. */
  readonly crash: (trace: string, errorType: string, message: string) => Promise<unknown>;
  /** How long a delivery is held back at most, in milliseconds; default 20 minutes. */
  readonly longestDelayMs?: number;
  /** Told of every fault as it strikes. */
  readonly onFault?: (fault: Fault, info: CallInfo | DeliveryInfo) => void;
}

interface Held {
  giveUp: (why: Error) => void;
}

/** Copies of an event, at most. */
const MOST_COPIES = 5;
const LONGEST_DELAY_MS = 20 * 60_000;
/** A burst of throttles outlasts the SDK's own retries at its longest. */
const LONGEST_BURST = 7;

/** Strikes calls and deliveries by faults that AWS is known for, and by no others. */
export class FaultInjector implements Interceptor {
  readonly #options: FaultInjectorOptions;
  /** Ends the wait of each delivery that is held back. */
  readonly #held = new Set<Held>();
  #ended = false;
  /** Throttles left of a burst, by invocation and operation. */
  readonly #bursts = new Map<string, number>();

  constructor(options: FaultInjectorOptions) {
    this.#options = options;
  }

  /** Deliveries that wait for their time. */
  get delayedDeliveries(): number {
    return this.#held.size;
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
        return putInPart(info.request, fault.size, proceed);
      case 'condition-failed':
        // As a retry inside the SDK meets it: the first try was written, and its answer lost.
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
        return this.#later(1 + fault.size * 5000, proceed);
      case 'delay':
        return this.#later(1 + fault.size * (this.#options.longestDelayMs ?? LONGEST_DELAY_MS), proceed);
      case 'drop':
        // What no retry mends goes to the target's dead-letter queue, to be redriven by somebody.
        throw new AwsError('QueueDoesNotExist', 'Dropped by chaos on its way to the target');
    }
  }

  /** Lets go of what it holds: that is delivered at the next start. */
  stop(): void {
    this.#ended = true;
    for (const { giveUp } of this.#held) giveUp(closing());
  }

  async #crash(trace: string, errorType: string, message: string): Promise<never> {
    await this.#options.crash(trace, errorType, message);
    throw new LostResponse();
  }

  async #later(milliseconds: number, proceed: () => Promise<void>): Promise<void> {
    if (this.#ended) throw closing();
    const held: Held = { giveUp: () => undefined };
    this.#held.add(held);
    try {
      await new Promise<void>((resolve, reject) => {
        held.giveUp = reject;
        this.#options.clock.after(milliseconds, resolve);
      });
    } finally {
      this.#held.delete(held);
    }
    await proceed();
  }
}

const closing = (): Error => new Error('The local cloud is closing');

interface PutEvents {
  readonly Entries: readonly object[];
}

/** Some entries are taken, the others refused each by itself, as EventBridge does. */
async function putInPart(
  request: AwsRequest,
  size: number,
  proceed: (changed: AwsRequest) => Promise<AwsResponse>,
): Promise<AwsResponse> {
  const input = JSON.parse(request.payload.toString()) as PutEvents;
  const taken = Math.floor(size * input.Entries.length);
  const refused = { ErrorCode: 'ThrottlingException', ErrorMessage: 'Rate exceeded' };
  const Entries: object[] = [];
  if (taken > 0) {
    const payload = Buffer.from(JSON.stringify({ ...input, Entries: input.Entries.slice(0, taken) }));
    const { body } = await proceed({ ...request, payload });
    Entries.push(...(JSON.parse(body as string) as PutEvents).Entries);
  }
  while (Entries.length < input.Entries.length) Entries.push(refused);
  return {
    status: 200,
    headers: { 'content-type': 'application/x-amz-json-1.1' },
    body: JSON.stringify({ FailedEntryCount: input.Entries.length - taken, Entries }),
  };
}
