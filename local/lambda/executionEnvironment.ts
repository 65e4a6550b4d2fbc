import { randomBytes, randomUUID } from 'node:crypto';
import { createInterface } from 'node:readline';
import { FunctionError } from './errors.ts';
import type { FunctionSettings } from './functionSettings.ts';
import type { Host, StartHost } from './host.ts';
import { startProcessHost } from './startProcessHost.ts';
import type { RuntimeApi, RuntimeInvocation } from './runtimeApi.ts';

const INIT_MS = 10_000;
const MEMORY_CHECK_MS = 250;
/** The largest response of a synchronous invocation: 6 MB. */
const MAX_RESPONSE_BYTES = 6_291_556;

/** The dependencies of an execution environment. */
export interface EnvironmentOptions {
  readonly api: RuntimeApi;
  readonly codeFolder: string;
  /** The whole process environment: the graph's variables and those that Lambda adds. */
  readonly environment: Readonly<Record<string, string>>;
  readonly log: (line: string) => void;
  /** The clock of the function, in milliseconds since 1970; default the computer's. */
  readonly now?: () => number;
  /** Starts the host; default a separate process. */
  readonly startHost?: StartHost;
}

interface Pending {
  readonly invocation: RuntimeInvocation;
  readonly resolve: (body: string) => void;
  readonly reject: (error: Error) => void;
}

/** Creates the root of a new X-Ray trace. */
export const createTraceRoot = (): string =>
  `1-${Math.floor(Date.now() / 1000).toString(16)}-${randomBytes(12).toString('hex')}`;

/** Runs one function in a host, one event at a time. A timeout, too much memory, or `stop` ends it. */
export class ExecutionEnvironment {
  readonly #id = randomUUID();
  readonly #settings: FunctionSettings;
  readonly #api: RuntimeApi;
  readonly #now: () => number;
  readonly #host: Host;
  readonly #exited: Promise<void>;
  readonly #memoryCheck: NodeJS.Timeout;
  #requestNext: ((invocation: RuntimeInvocation) => void) | undefined;
  #pending: Pending | undefined;
  #timer: NodeJS.Timeout | undefined;
  #cause: FunctionError | undefined;
  alive = true;

  constructor(settings: FunctionSettings, options: EnvironmentOptions) {
    const { api, codeFolder, environment, log, now, startHost = startProcessHost } = options;
    this.#now = now ?? (() => Date.now());
    this.#settings = settings;
    this.#api = api;
    const address = api.register(this.#id, {
      next: (reply) => this.#onNext(reply),
      response: (requestId, body) => this.#finish(requestId, (pending) => this.#respond(pending, body)),
      error: (requestId, body) => this.#onError(requestId, body),
    });
    this.#host = startHost({
      codeFolder,
      environment: { ...environment, AWS_LAMBDA_RUNTIME_API: address, LAMBDA_TASK_ROOT: codeFolder },
      heap: Math.max(32, Math.floor(settings.memorySize * 0.9)),
    });
    for (const input of this.#host.outputs) createInterface({ input }).on('line', log);
    this.#exited = this.#host.exited.then((how) => this.#onExit(how));
    this.#memoryCheck = setInterval(() => void this.#checkMemory(), MEMORY_CHECK_MS);
  }

  /** True if it can take an event. */
  get idle(): boolean {
    return this.alive && this.#pending === undefined;
  }

  /** Handles one event. The function's timeout starts with the handler; initialization has ten seconds before that. */
  invoke(event: string, requestId: string, trace = createTraceRoot()): Promise<string> {
    const invocation = {
      requestId,
      functionArn: this.#settings.arn,
      trace,
      deadline: 0,
      clockOffset: 0,
      event,
    };
    return new Promise((resolve, reject) => {
      this.#pending = { invocation, resolve, reject };
      if (this.#requestNext === undefined)
        this.#timer = this.#killAfter(
          this.#host.initMs ?? INIT_MS,
          'initialization took more than 10 seconds',
        );
      else this.#deliver(this.#requestNext);
    });
  }

  /** Ends the environment as a timeout or too much memory would. */
  async crash(errorType: string, message: string): Promise<void> {
    this.#kill(errorType, message);
    await this.#exited;
  }

  async stop(): Promise<void> {
    this.#host.kill();
    await this.#exited;
  }

  #onNext(reply: (invocation: RuntimeInvocation) => void): void {
    this.#requestNext = reply;
    if (this.#pending !== undefined) this.#deliver(reply);
  }

  #deliver(reply: (invocation: RuntimeInvocation) => void): void {
    const pending = this.#pending;
    if (pending === undefined) return;
    clearTimeout(this.#timer);
    const milliseconds = this.#settings.timeout * 1000;
    this.#timer = this.#killAfter(milliseconds, `Task timed out after ${this.#settings.timeout}.00 seconds`);
    this.#requestNext = undefined;
    const now = this.#now();
    reply({ ...pending.invocation, deadline: now + milliseconds, clockOffset: now - Date.now() });
  }

  #killAfter(milliseconds: number, message: string): NodeJS.Timeout {
    return setTimeout(() => this.#kill('Sandbox.Timedout', message), milliseconds);
  }

  #kill(errorType: string, message: string): void {
    this.#cause = new FunctionError(this.#settings.name, errorType, message);
    this.#host.kill();
  }

  async #checkMemory(): Promise<void> {
    const used = await this.#host.megabytes();
    if (used !== undefined && used > this.#settings.memorySize)
      this.#kill('Runtime.OutOfMemory', `used ${used} MB of its ${this.#settings.memorySize} MB`);
  }

  #respond({ resolve, reject }: Pending, body: string): void {
    if (Buffer.byteLength(body) <= MAX_RESPONSE_BYTES) resolve(body);
    else
      reject(
        new FunctionError(
          this.#settings.name,
          'Function.ResponseSizeTooLarge',
          `over ${MAX_RESPONSE_BYTES} bytes`,
        ),
      );
  }

  #onError(requestId: string | undefined, body: string): void {
    const { errorType = 'Error', errorMessage = '' } = JSON.parse(body) as Record<string, string>;
    const error = new FunctionError(this.#settings.name, errorType, errorMessage);
    if (requestId === undefined) this.#cause = error;
    else this.#finish(requestId, ({ reject }) => reject(error));
  }

  #finish(requestId: string, complete: (pending: Pending) => void): void {
    const pending = this.#pending;
    if (pending?.invocation.requestId !== requestId) return;
    clearTimeout(this.#timer);
    this.#pending = undefined;
    complete(pending);
  }

  #onExit(how: string): void {
    if (!this.alive) return;
    this.alive = false;
    clearInterval(this.#memoryCheck);
    clearTimeout(this.#timer);
    this.#api.unregister(this.#id);
    this.#pending?.reject(this.#cause ?? new FunctionError(this.#settings.name, 'Runtime.ExitError', how));
    this.#pending = undefined;
  }
}
