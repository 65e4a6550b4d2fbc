import { AwsError } from '../../local/aws/awsError.ts';
import {
  LostResponse,
  type CallInfo,
  type DeliveryInfo,
  type Interceptor,
} from '../../local/aws/interceptor.ts';
import type { AwsRequest, AwsResponse } from '../../local/aws/types.ts';
import { effectOf, jobIdIn } from './effects.ts';

/** Where a crash strikes a job: before or after a side effect, as `decode PutEvents Image Decoded`. */
export interface CrashPoint {
  readonly effect: string;
  readonly when: 'before' | 'after';
}

const HANDLER = /-(createJobs|deleteJob|retryJob|decode|analyze|record|erase|sweep)-/;

/** Knows which side effects are made for which job, and ends the function at those that it is told. */
export class EffectWatch implements Interceptor {
  readonly held = 0;
  /** Called before a side effect is made, once for each job that has one. */
  readonly hooks = new Map<string, (effect: string) => Promise<void>>();
  /** Jobs whose events of a type never arrive. */
  readonly losing = new Map<string, string>();
  /** Calls that fail for a job, as `decode GetObject`, for as long as it is here. */
  readonly failing = new Map<string, string>();
  readonly #visits = new Set<string>();
  /** Under what name the side effects of `createJobs` are known, which makes jobs that have no id yet. */
  creating: string | undefined;
  readonly #gates = new Map<string, Promise<void>>();
  readonly #effects = new Map<string, string[]>();
  readonly #crashes = new Map<string, CrashPoint>();
  readonly #jobs = new Map<string, string>();
  readonly #crash: (trace: string) => Promise<unknown>;

  constructor(crash: (trace: string) => Promise<unknown>) {
    this.#crash = crash;
  }

  /** The job's side effects so far, each numbered where it was made before, as `decode PutObject renditions 1/0.jpg`. */
  effectsOf(jobId: string): readonly string[] {
    return this.#effects.get(jobId) ?? [];
  }

  /** Whether a handler has looked at a job. */
  visited(handler: string, jobId: string): boolean {
    return this.#visits.has(`${handler} ${jobId}`);
  }

  /** Ends the function at that point of that job, once. */
  plan(jobId: string, point: CrashPoint): void {
    this.#crashes.set(jobId, point);
  }

  /** What was made under one name was made for that job, and what is planned for the one is for the other. */
  same(name: string, jobId: string): void {
    this.#effects.set(jobId, [...this.effectsOf(name), ...this.effectsOf(jobId)]);
    const point = this.#crashes.get(name);
    if (point === undefined) return;
    this.#crashes.delete(name);
    this.#crashes.set(jobId, point);
  }

  /** Holds the events of an object back. @returns lets them go */
  hold(key: string): () => void {
    let letGo = (): void => undefined;
    this.#gates.set(key, new Promise((resolve) => (letGo = resolve)));
    return letGo;
  }

  callOff(jobId: string): void {
    this.#crashes.delete(jobId);
  }

  /** Whether the crash planned for a job has not struck. */
  awaits(jobId: string): boolean {
    return this.#crashes.has(jobId);
  }

  /** How many planned crashes have not struck. */
  get unstruck(): number {
    return this.#crashes.size;
  }

  async call(info: CallInfo, proceed: (changed?: AwsRequest) => Promise<AwsResponse>): Promise<AwsResponse> {
    const handler = HANDLER.exec(info.caller)?.[1];
    if (handler === undefined || info.trace === undefined) return proceed();
    const jobId = handler === 'createJobs' ? this.creating : this.#jobOf(info);
    if (jobId === undefined) return proceed();
    this.#visits.add(`${handler} ${jobId}`);
    if (this.failing.get(jobId) === `${handler} ${info.operation}`)
      throw new AwsError('InternalError', 'Broken for as long as the cause is there', 500);
    const kind = effectOf(info);
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

  /** What names no job itself belongs to the one that the invocation spoke of last. */
  #jobOf({ trace, request }: CallInfo): string | undefined {
    const named = jobIdIn(request);
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
