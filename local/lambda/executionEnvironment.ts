import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { FunctionError } from './errors.ts';
import type { FunctionSettings } from './functionSettings.ts';
import { residentMegabytes } from './residentMegabytes.ts';
import type { RuntimeApi, RuntimeInvocation } from './runtimeApi.ts';

const BOOTSTRAP = fileURLToPath(new URL('./bootstrap.mjs', import.meta.url));
const INIT_MS = 10_000;
const MEMORY_CHECK_MS = 250;
/** AWS: a synchronous answer is at most 6 MB. */
const MAX_RESPONSE_BYTES = 6_291_556;

/** What an environment needs beside its function. */
export interface EnvironmentOptions {
  readonly api: RuntimeApi;
  readonly codeFolder: string;
  /** The whole process environment: the graph's variables and what Lambda adds. */
  readonly environment: Readonly<Record<string, string>>;
  readonly log: (line: string) => void;
  /** The time that the function sees, in milliseconds since 1970; default the computer's. */
  readonly now?: () => number;
}

interface Pending {
  readonly invocation: RuntimeInvocation;
  readonly resolve: (body: string) => void;
  readonly reject: (error: Error) => void;
}

/** A new trace's, as X-Ray writes it. */
export const traceRoot = (): string =>
  `1-${Math.floor(Date.now() / 1000).toString(16)}-${randomBytes(12).toString('hex')}`;

/** One child process that runs one function, one event at a time. It dies of a timeout, of too much memory, or of `stop`. */
export class ExecutionEnvironment {
  readonly #id = randomUUID();
  readonly #settings: FunctionSettings;
  readonly #api: RuntimeApi;
  readonly #now: () => number;
  readonly #child: ChildProcess;
  readonly #exited: Promise<void>;
  readonly #memoryCheck: NodeJS.Timeout;
  #ask: ((invocation: RuntimeInvocation) => void) | undefined;
  #pending: Pending | undefined;
  #timer: NodeJS.Timeout | undefined;
  #cause: FunctionError | undefined;
  alive = true;

  constructor(settings: FunctionSettings, { api, codeFolder, environment, log, now }: EnvironmentOptions) {
    this.#now = now ?? (() => Date.now());
    this.#settings = settings;
    this.#api = api;
    const address = api.register(this.#id, {
      next: (reply) => this.#onNext(reply),
      response: (requestId, body) => this.#settle(requestId, (pending) => this.#respond(pending, body)),
      error: (requestId, body) => this.#onError(requestId, body),
    });
    this.#child = spawn(
      process.execPath,
      [`--max-old-space-size=${Math.max(32, Math.floor(settings.memorySize * 0.9))}`, BOOTSTRAP],
      {
        cwd: codeFolder,
        env: { ...environment, AWS_LAMBDA_RUNTIME_API: address, LAMBDA_TASK_ROOT: codeFolder },
        // The channel is there to be cut: an environment ends when its cloud does, even by SIGKILL.
        stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      },
    );
    for (const stream of [this.#child.stdout, this.#child.stderr])
      if (stream !== null) createInterface({ input: stream }).on('line', log);
    this.#exited = new Promise((resolve) => {
      this.#child.once('exit', (code, signal) => {
        this.#onExit(`its process ended with ${signal ?? `exit code ${code ?? '?'}`}`);
        resolve();
      });
      this.#child.once('error', (error) => {
        this.#onExit(error.message);
        resolve();
      });
    });
    this.#memoryCheck = setInterval(() => void this.#checkMemory(), MEMORY_CHECK_MS);
  }

  /** True where an event can be handed to it. */
  get idle(): boolean {
    return this.alive && this.#pending === undefined;
  }

  /** Runs one event; the deadline counts from when the handler is asked, initialisation has ten seconds of its own. */
  invoke(event: string, requestId: string, trace = traceRoot()): Promise<string> {
    const invocation = { requestId, functionArn: this.#settings.arn, trace, deadline: 0, ahead: 0, event };
    return new Promise((resolve, reject) => {
      this.#pending = { invocation, resolve, reject };
      if (this.#ask === undefined)
        this.#timer = this.#killAfter(INIT_MS, 'initialisation took more than 10 seconds');
      else this.#deliver(this.#ask);
    });
  }

  /** Dies as of a timeout or of too much memory, whatever it is at. */
  async crash(errorType: string, message: string): Promise<void> {
    this.#kill(errorType, message);
    await this.#exited;
  }

  async stop(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#exited;
  }

  #onNext(reply: (invocation: RuntimeInvocation) => void): void {
    this.#ask = reply;
    if (this.#pending !== undefined) this.#deliver(reply);
  }

  #deliver(reply: (invocation: RuntimeInvocation) => void): void {
    const pending = this.#pending;
    if (pending === undefined) return;
    clearTimeout(this.#timer);
    const milliseconds = this.#settings.timeout * 1000;
    this.#timer = this.#killAfter(milliseconds, `Task timed out after ${this.#settings.timeout}.00 seconds`);
    this.#ask = undefined;
    const now = this.#now();
    reply({ ...pending.invocation, deadline: now + milliseconds, ahead: now - Date.now() });
  }

  #killAfter(milliseconds: number, message: string): NodeJS.Timeout {
    return setTimeout(() => this.#kill('Sandbox.Timedout', message), milliseconds);
  }

  #kill(errorType: string, message: string): void {
    this.#cause = new FunctionError(this.#settings.name, errorType, message);
    this.#child.kill('SIGKILL');
  }

  async #checkMemory(): Promise<void> {
    const used = await residentMegabytes(this.#child.pid);
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
    else this.#settle(requestId, ({ reject }) => reject(error));
  }

  #settle(requestId: string, settle: (pending: Pending) => void): void {
    const pending = this.#pending;
    if (pending?.invocation.requestId !== requestId) return;
    clearTimeout(this.#timer);
    this.#pending = undefined;
    settle(pending);
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
