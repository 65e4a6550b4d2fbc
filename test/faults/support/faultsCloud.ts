import { AwsError } from '../../../local/aws/awsError.ts';
import type { CallInfo, Interceptor } from '../../../local/aws/interceptor.ts';
import { createThreadHost } from '../../../local/lambda/createThreadHost.ts';
import type { EventEnvelope } from '../../../local/services/events/description.ts';
import { findJobId } from '../../chaos/describeEffect.ts';
import { fakeRekognition } from '../../chaos/fakeRekognition.ts';
import { startAccessCloud, type AccessCloud } from '../../api-access/support/accessCloud.ts';
import type { RateLimit } from '../../quota/rateLimit.ts';

const HANDLER = /-(decode|analyze|record|erase|sweep)-/;
/** No faster than time itself: nothing here is tried again by the SDK, whose time-outs would end early too. */
const SLEEP_DIVISOR = 1;

/** What can be broken about single jobs. */
export interface InjectedFaults {
  /** Calls that are refused for a job, as `decode GetObject`, for as long as they are here. */
  readonly calls: Map<string, string>;
  /** Calls by which a function of that job dies of its memory, for as long as they are here. */
  readonly deadly: Map<string, string>;
  /** Jobs of which no event is delivered. */
  readonly silent: Set<string>;
  /** Queues to which no event is delivered, by their ARN. */
  readonly undelivered: Set<string>;
  /** What Rekognition takes; without it, all. */
  limit: RateLimit | undefined;
}

/** A call of a stage, the job it was about, and the invocation that made it. */
export interface StageCall {
  readonly call: string;
  readonly jobId: string;
  readonly trace: string;
}

export interface FaultsCloud extends AccessCloud {
  readonly faults: InjectedFaults;
  readonly calls: StageCall[];
  readonly events: EventEnvelope[];
  /** What functions printed. */
  readonly printed: string[];
}

let started: Promise<FaultsCloud> | undefined;

/** One cloud for all suites of this folder. */
export const startFaultsCloud = (): Promise<FaultsCloud> => (started ??= start());

after(async () => (await started)?.close());

async function start(): Promise<FaultsCloud> {
  const broken: InjectedFaults = {
    calls: new Map(),
    deadly: new Map(),
    silent: new Set(),
    undelivered: new Set(),
    limit: undefined,
  };
  const [seen, events, said]: [StageCall[], EventEnvelope[], string[]] = [[], [], []];
  const running: { access?: AccessCloud } = {};
  const interceptor = createInterceptor(broken, seen, async (trace) =>
    running.access?.cloud.functions.crash(trace, 'Runtime.OutOfMemory', 'signal: killed'),
  );
  const access = await startAccessCloud({
    interceptor,
    serveRekognition: fakeRekognition(
      (operation) => broken.limit?.end(operation),
      (operation) => broken.limit?.begin(operation),
    ),
    hostSettings: { startHost: createThreadHost(SLEEP_DIVISOR), concurrency: 3 },
    onEvent: (event) => events.push(event),
    print: (what, text) => said.push(`${what} ${text}`),
  });
  running.access = access;
  return { ...access, faults: broken, calls: seen, events, printed: said };
}

function createInterceptor(
  { calls, deadly, silent, undelivered }: InjectedFaults,
  seen: StageCall[],
  crash: (trace: string) => Promise<unknown>,
): Interceptor {
  /** Invocations of one message speak of the job that they spoke of last. */
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
        throw new AwsError('InternalError', 'Nobody hears this', 500);
      }
      if (calls.get(made.jobId) === made.call)
        throw new AwsError('AccessDenied', 'Refused for as long as the cause is there', 403);
      return proceed();
    },
    deliver: ({ target, detail }, proceed) => {
      const { metadata, object } = detail as { metadata?: { jobId?: string }; object?: { key?: string } };
      const jobId = metadata?.jobId ?? object?.key?.split('/').at(-1) ?? '';
      return silent.has(jobId) || undelivered.has(target) ? Promise.resolve() : proceed();
    },
  };
}
