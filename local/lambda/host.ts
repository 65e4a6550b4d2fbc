import type { Readable } from 'node:stream';

/** What the program of an execution environment runs in. */
export interface Host {
  /** Resolves once nothing of it runs any more, with how it ended. */
  readonly exited: Promise<string>;
  /** What it printed. */
  readonly outputs: readonly Readable[];
  /** How long it may take to load its bundle, in milliseconds; default Lambda's 10 s. */
  readonly initMs?: number;
  /** Ends it at once, whatever it is at. */
  kill(): void;
  /** Resident memory in MB (2^20 bytes); undefined where it cannot be told apart, or has ended. */
  megabytes(): Promise<number | undefined>;
}

export interface HostOptions {
  /** Where the bundle is unpacked. */
  readonly codeFolder: string;
  /** All of its environment variables. */
  readonly environment: Readonly<Record<string, string>>;
  /** MB of JavaScript's heap. */
  readonly heap: number;
}

/** Starts the program of an execution environment. */
export type StartHost = (options: HostOptions) => Host;
