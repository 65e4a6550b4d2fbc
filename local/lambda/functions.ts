import { randomUUID } from 'node:crypto';
import { FunctionError, RequestTooLargeError, TooManyRequestsError } from './errors.ts';
import { ExecutionEnvironment, createTraceRoot } from './executionEnvironment.ts';
import type { FunctionSettings } from './functionSettings.ts';
import type { StartHost } from './host.ts';
import { limitConcurrency } from './limitConcurrency.ts';
import { RuntimeApi } from './runtimeApi.ts';
import { buildRuntimeVariables, type Credentials } from './buildRuntimeVariables.ts';
import { Semaphore } from './semaphore.ts';
import { unpack } from './unpack.ts';

/** The largest event of a synchronous invocation: 6 MB (Lambda developer guide, "Lambda quotas"). */
const MAX_PAYLOAD_BYTES = 6 * 1024 * 1024;

/** The options for running functions. */
export interface FunctionsOptions {
  readonly functions: readonly FunctionSettings[];
  /** The folder for unpacked bundles. */
  readonly directory: string;
  readonly region: string;
  readonly awsEndpointUrl: string;
  /** Returns the credentials of a role's session. */
  readonly credentialsOf: (roleArn: string) => Credentials;
  /** Takes a line that a function printed, or that reports its failure. */
  readonly log: (functionName: string, line: string) => void;
  /** The clock of the functions; default the computer's. */
  readonly now?: () => number;
  /** Starts the host of an environment; default a separate process. */
  readonly startHost?: StartHost;
  /** The most concurrent environments of one function; default depends on the number of cores. */
  readonly concurrency?: number;
  /** The time after which an idle environment is stopped, in milliseconds; default 60 s. */
  readonly idleMs?: number;
}

interface Warm {
  readonly environment: ExecutionEnvironment;
  idleSince: number;
}

/** Runs functions, one event at a time in each execution environment; reuses idle environments, then stops them. */
export class Functions {
  readonly #options: FunctionsOptions;
  readonly #api = new RuntimeApi();
  readonly #byArn: Map<string, FunctionSettings>;
  readonly #warm = new Map<string, Warm[]>();
  readonly #busy = new Map<string, number>();
  /** Environments by the trace root of their invocation. */
  readonly #running = new Map<string, ExecutionEnvironment>();
  readonly #semaphores = new Map<string, Semaphore>();
  readonly #idleTimer: NodeJS.Timeout;

  private constructor(options: FunctionsOptions) {
    this.#options = options;
    this.#byArn = new Map(options.functions.map((settings) => [settings.arn, settings]));
    const idleMs = options.idleMs ?? 60_000;
    this.#idleTimer = setInterval(() => this.#stopIdle(idleMs), Math.min(idleMs, 5000));
  }

  static async start(options: FunctionsOptions): Promise<Functions> {
    const functions = new Functions(options);
    await functions.#api.listen();
    return functions;
  }

  /** Finds a function by ARN, name or logical name; throws an error that names an unknown one. */
  find(nameOrArn: string): FunctionSettings {
    const found =
      this.#byArn.get(nameOrArn) ??
      [...this.#byArn.values()].find(
        ({ name, logicalName }) => name === nameOrArn || logicalName === nameOrArn,
      );
    if (found === undefined) throw new Error(`There is no function ${nameOrArn}`);
    return found;
  }

  /** Invokes a function and returns its result; throws FunctionError, RequestTooLargeError or TooManyRequestsError. */
  async invoke(nameOrArn: string, event: unknown): Promise<unknown> {
    const settings = this.find(nameOrArn);
    const payload = JSON.stringify(event);
    const bytes = Buffer.byteLength(payload);
    if (bytes > MAX_PAYLOAD_BYTES) throw new RequestTooLargeError(settings.name, bytes, MAX_PAYLOAD_BYTES);
    this.invocationCount++;
    const busy = this.#busy.get(settings.arn) ?? 0;
    if (settings.reservedConcurrency !== undefined && busy >= settings.reservedConcurrency)
      throw new TooManyRequestsError(settings.name, settings.reservedConcurrency);
    this.#busy.set(settings.arn, busy + 1);
    try {
      const body = await this.#getSemaphore(settings).run(async () => {
        const environment = await this.#acquireEnvironment(settings);
        const trace = createTraceRoot();
        const requestId = randomUUID();
        const began = performance.now();
        let status = 'error';
        this.#running.set(trace, environment);
        try {
          const answer = await environment.invoke(payload, requestId, trace);
          status = 'success';
          this.#release(settings, environment);
          return answer;
        } finally {
          this.#running.delete(trace);
          this.#options.log(settings.logicalName, formatReport(requestId, status, performance.now() - began));
        }
      });
      return body === '' ? undefined : (JSON.parse(body) as unknown);
    } catch (error) {
      if (error instanceof FunctionError) this.#options.log(settings.logicalName, error.message);
      throw error;
    } finally {
      this.#busy.set(settings.arn, (this.#busy.get(settings.arn) ?? 1) - 1);
    }
  }

  /** The number of invocations so far. */
  invocationCount = 0;

  /** The number of invocations in progress or waiting for an environment. */
  get activeInvocations(): number {
    return [...this.#busy.values()].reduce((sum, busy) => sum + busy, 0);
  }

  /**
   * Kills the execution environment of an invocation and reports the given error.
   * @param trace the root of the invocation's trace
   * @returns false if the invocation is over
   */
  async crash(trace: string, errorType: string, message: string): Promise<boolean> {
    const environment = this.#running.get(trace);
    await environment?.crash(errorType, message);
    return environment !== undefined;
  }

  async close(): Promise<void> {
    clearInterval(this.#idleTimer);
    this.#closed = true;
    await Promise.all([...this.#all].map((environment) => environment.stop()));
    await this.#api.close();
  }

  /** Limits the environments of a function to about the number of cores; Lambda would start ever more. */
  #getSemaphore({ arn }: FunctionSettings): Semaphore {
    const semaphore =
      this.#semaphores.get(arn) ?? new Semaphore(limitConcurrency(undefined, this.#options.concurrency));
    this.#semaphores.set(arn, semaphore);
    return semaphore;
  }

  readonly #all = new Set<ExecutionEnvironment>();
  #closed = false;

  async #acquireEnvironment(settings: FunctionSettings): Promise<ExecutionEnvironment> {
    const warm = this.#warm.get(settings.arn) ?? [];
    while (warm.length > 0) {
      const candidate = warm.pop()?.environment;
      if (candidate?.idle === true) return candidate;
    }
    const codeFolder = await unpack(this.#options.directory, settings);
    if (this.#closed) throw new Error('The local cloud is closing');
    const { region, awsEndpointUrl, credentialsOf, log } = this.#options;
    const environment = new ExecutionEnvironment(settings, {
      api: this.#api,
      codeFolder,
      environment: buildRuntimeVariables(settings, region, awsEndpointUrl, credentialsOf(settings.roleArn)),
      log: (line) => log(settings.logicalName, line),
      ...(this.#options.now === undefined ? {} : { now: this.#options.now }),
      ...(this.#options.startHost === undefined ? {} : { startHost: this.#options.startHost }),
    });
    this.#all.add(environment);
    return environment;
  }

  #release(settings: FunctionSettings, environment: ExecutionEnvironment): void {
    if (!environment.alive) return;
    const warm = this.#warm.get(settings.arn) ?? [];
    warm.push({ environment, idleSince: Date.now() });
    this.#warm.set(settings.arn, warm);
  }

  #stopIdle(idleMs: number): void {
    for (const environment of this.#all) if (!environment.alive) this.#all.delete(environment);
    for (const [arn, warm] of this.#warm) {
      const kept = warm.filter(({ idleSince }) => Date.now() - idleSince < idleMs);
      for (const { environment } of warm.filter((entry) => !kept.includes(entry))) void environment.stop();
      this.#warm.set(arn, kept);
    }
  }
}

/** Formats the report that Lambda logs at the end of every invocation, as JSON. */
const formatReport = (requestId: string, status: string, durationMs: number): string =>
  JSON.stringify({
    time: new Date().toISOString(),
    type: 'platform.report',
    record: { requestId, status, metrics: { durationMs: Math.round(durationMs) } },
  });
