import { AwsError } from '../../../local/aws/awsError.ts';
import type { CallInfo, Interceptor } from '../../../local/aws/interceptor.ts';
import { createThreadHost } from '../../../local/lambda/createThreadHost.ts';
import type { EventEnvelope } from '../../../local/services/events/description.ts';
import { findJobId } from '../../chaos/describeEffect.ts';
import { fakeRekognition } from '../../chaos/fakeRekognition.ts';
import { startTestCloud, type TestCloud } from '../../api-access/support/testCloud.ts';
import type { RateLimit } from '../../quota/rateLimit.ts';

const HANDLER = /-(decode|analyze|record|erase|sweep)-/;
/** Functions sleep in real time, because shorter sleeps would also shorten the SDK's timeouts. */
const SLEEP_DIVISOR = 1;

/** Faults of single jobs and queues. They last while their entries exist. */
export interface InjectedFaults {
  /** The call that is denied, such as `decode GetObject`, by job. */
  readonly calls: Map<string, string>;
  /** The call at which the function runs out of memory, by job. */
  readonly deadly: Map<string, string>;
  /** Jobs whose events are not delivered. */
  readonly silent: Set<string>;
  /** ARNs of queues to which no event is delivered. */
  readonly undelivered: Set<string>;
  /** Rekognition's rate limit, or none. */
  limit: RateLimit | undefined;
}

/** A call of a stage, with its job and its invocation. */
export interface StageCall {
  readonly call: string;
  readonly jobId: string;
  readonly trace: string;
}

export interface FaultsCloud extends TestCloud {
  readonly faults: InjectedFaults;
  readonly calls: StageCall[];
  readonly events: EventEnvelope[];
  /** The output of the functions. */
  readonly printed: string[];
}

let started: Promise<FaultsCloud> | undefined;

/** Starts one cloud for all suites of this folder, or returns it. */
export const startFaultsCloud = (): Promise<FaultsCloud> => (started ??= start());

after(async () => (await started)?.close());

async function start(): Promise<FaultsCloud> {
  const faults: InjectedFaults = {
    calls: new Map(),
    deadly: new Map(),
    silent: new Set(),
    undelivered: new Set(),
    limit: undefined,
  };
  const [calls, events, printed]: [StageCall[], EventEnvelope[], string[]] = [[], [], []];
  const holder: { testCloud?: TestCloud } = {};
  const interceptor = createInterceptor(faults, calls, async (trace) =>
    holder.testCloud?.cloud.functions.crash(trace, 'Runtime.OutOfMemory', 'signal: killed'),
  );
  const testCloud = await startTestCloud({
    interceptor,
    serveRekognition: fakeRekognition(
      (operation) => faults.limit?.end(operation),
      (operation) => faults.limit?.begin(operation),
    ),
    hostSettings: { startHost: createThreadHost(SLEEP_DIVISOR), concurrency: 3 },
    onEvent: (event) => events.push(event),
    print: (what, text) => printed.push(`${what} ${text}`),
  });
  holder.testCloud = testCloud;
  return { ...testCloud, faults, calls, events, printed };
}

function createInterceptor(
  { calls, deadly, silent, undelivered }: InjectedFaults,
  seen: StageCall[],
  crash: (trace: string) => Promise<unknown>,
): Interceptor {
  /** The latest job of each invocation. A call that names no job belongs to it. */
  const jobs = new Map<string, string>();
  const callOf = (info: CallInfo): StageCall | undefined => {
    const handler = HANDLER.exec(info.caller)?.[1];
    if (handler === undefined || info.trace === undefined) return undefined;
    const jobId = findJobId(info.request) ?? jobs.get(info.trace);
    if (jobId === undefined) return undefined;
    jobs.set(info.trace, jobId);
    return { call: `${handler} ${info.operation}`, jobId, trace: info.trace };
  };
  return {
    call: async (info, proceed) => {
      const made = callOf(info);
      if (made === undefined) return proceed();
      seen.push(made);
      if (deadly.get(made.jobId) === made.call) {
        await crash(made.trace);
        throw new AwsError('InternalError', 'The function crashed.', 500);
      }
      if (calls.get(made.jobId) === made.call)
        throw new AwsError('AccessDenied', 'A persistent failure of this test.', 403);
      return proceed();
    },
    deliver: ({ target, detail }, proceed) => {
      const { metadata, object } = detail as { metadata?: { jobId?: string }; object?: { key?: string } };
      const jobId = metadata?.jobId ?? object?.key?.split('/').at(-1) ?? '';
      return silent.has(jobId) || undelivered.has(target) ? Promise.resolve() : proceed();
    },
  };
}
