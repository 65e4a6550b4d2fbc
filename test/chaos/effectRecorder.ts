import { AwsError } from '../../local/aws/awsError.ts';
import {
  LostResponse,
  type CallInfo,
  type DeliveryInfo,
  type Interceptor,
} from '../../local/aws/interceptor.ts';
import type { AwsRequest, AwsResponse } from '../../local/aws/types.ts';
import { describeEffect, findJobId } from './describeEffect.ts';

/** The point of a crash: before or after a side effect such as `decode PutEvents Image Decoded`. */
export interface CrashPoint {
  readonly effect: string;
  readonly when: 'before' | 'after';
}

const HANDLER = /-(createJobs|deleteJob|retryJob|decode|analyze|record|erase|sweep)-/;

/** Records the side effects of each job, and crashes functions at planned points. */
export class EffectRecorder implements Interceptor {
  readonly held = 0;
  /** Hooks by job, called before each side effect of the job. */
  readonly hooks = new Map<string, (effect: string) => Promise<void>>();
  /** The lost detail-type, by job. */
  readonly losing = new Map<string, string>();
  /** The failing call, such as `decode GetObject`, by job. */
  readonly failing = new Map<string, string>();
  readonly #visits = new Set<string>();
  /** The name that stands for the job id during `createJobs`, when the job has no id yet. */
  creating: string | undefined;
  readonly #gates = new Map<string, Promise<void>>();
  readonly #effects = new Map<string, string[]>();
  readonly #crashes = new Map<string, CrashPoint>();
  readonly #jobs = new Map<string, string>();
  readonly #crash: (trace: string) => Promise<unknown>;

  constructor(crash: (trace: string) => Promise<unknown>) {
    this.#crash = crash;
  }

  /** Returns the job's side effects so far, such as `decode PutObject renditions 1/0.jpg`. Repeats are numbered. */
  effectsOf(jobId: string): readonly string[] {
    return this.#effects.get(jobId) ?? [];
  }

  /** Returns true if a handler made a call for the job. */
  visited(handler: string, jobId: string): boolean {
    return this.#visits.has(`${handler} ${jobId}`);
  }

  /** Plans one crash at a point of a job. */
  planCrash(jobId: string, point: CrashPoint): void {
    this.#crashes.set(jobId, point);
  }

  /** Moves the side effects and the planned crash of a name to a job. */
  alias(name: string, jobId: string): void {
    this.#effects.set(jobId, [...this.effectsOf(name), ...this.effectsOf(jobId)]);
    const point = this.#crashes.get(name);
    if (point === undefined) return;
    this.#crashes.delete(name);
    this.#crashes.set(jobId, point);
  }

  /** Holds the events of an object back. @returns a function that releases them */
  hold(key: string): () => void {
    let release = (): void => undefined;
    this.#gates.set(key, new Promise((resolve) => (release = resolve)));
    return release;
  }

  cancelCrash(jobId: string): void {
    this.#crashes.delete(jobId);
  }

  /** Returns true if the crash planned for a job has not struck. */
  hasPendingCrash(jobId: string): boolean {
    return this.#crashes.has(jobId);
  }

  /** Returns the number of planned crashes that have not struck. */
  get pendingCrashes(): number {
    return this.#crashes.size;
  }

  async call(info: CallInfo, proceed: (changed?: AwsRequest) => Promise<AwsResponse>): Promise<AwsResponse> {
    const handler = HANDLER.exec(info.caller)?.[1];
    if (handler === undefined || info.trace === undefined) return proceed();
    const jobId = handler === 'createJobs' ? this.creating : this.#jobOf(info);
    if (jobId === undefined) return proceed();
    this.#visits.add(`${handler} ${jobId}`);
    if (this.failing.get(jobId) === `${handler} ${info.operation}`)
      throw new AwsError('InternalError', 'A persistent failure of this test.', 500);
    const kind = describeEffect(info);
    if (kind === undefined) return proceed();
    const effect = this.#numbered(jobId, `${handler} ${kind}`);
    await this.hooks.get(jobId)?.(effect);
    const point = this.#crashes.get(jobId);
    if (point?.effect !== effect) return proceed();
    this.#crashes.delete(jobId);
    if (point.when === 'after') await proceed();
    await this.#crash(info.trace);
    throw new LostResponse();
  }

  async deliver({ type, detail }: DeliveryInfo, proceed: () => Promise<void>): Promise<void> {
    const { metadata, object } = detail as { metadata?: { jobId?: string }; object?: { key?: string } };
    await this.#gates.get(object?.key ?? '');
    if (this.losing.get(metadata?.jobId ?? '') === type) return;
    await proceed();
  }

  /** Returns the job of a call. A call that names no job belongs to the invocation's previous job. */
  #jobOf({ trace, request }: CallInfo): string | undefined {
    const named = findJobId(request);
    if (named !== undefined) this.#jobs.set(trace!, named);
    return named ?? this.#jobs.get(trace!);
  }

  #numbered(jobId: string, effect: string): string {
    const known = this.#effects.get(jobId) ?? [];
    this.#effects.set(jobId, known);
    const times = known.filter((one) => one === effect || one.startsWith(`${effect} #`)).length;
    const numbered = times === 0 ? effect : `${effect} #${times + 1}`;
    known.push(numbered);
    return numbered;
  }
}
