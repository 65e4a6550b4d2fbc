import type { Readable } from 'node:stream';

/** The process or thread that runs the program of an execution environment. */
export interface Host {
  /** Resolves with the cause of the end, once the host has ended. */
  readonly exited: Promise<string>;
  /** The streams that it prints to. */
  readonly outputs: readonly Readable[];
  /** The limit for loading the bundle, in milliseconds; default Lambda's 10 s. */
  readonly initMs?: number;
  /** Ends it at once. */
  kill(): void;
  /** Returns the resident memory in MB (2^20 bytes); undefined for a thread, or after the end. */
  megabytes(): Promise<number | undefined>;
}

export interface HostOptions {
  /** The folder of the unpacked bundle. */
  readonly codeFolder: string;
  /** The complete environment variables. */
  readonly environment: Readonly<Record<string, string>>;
  /** The size of the JavaScript heap in MB. */
  readonly heap: number;
}

/** Starts the program of an execution environment. */
export type StartHost = (options: HostOptions) => Host;
