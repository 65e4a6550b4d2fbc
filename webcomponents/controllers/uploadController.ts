import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { ApiClient } from '../api/apiClient.ts';
import { ApiError } from '../api/apiError.ts';
import { postFile } from '../api/postFile.ts';
import type { PresignedUpload } from '../../contract/api.ts';
import { randomKey } from '../api/randomKey.ts';

export type UploadState = 'queued' | 'sending' | 'sent' | 'failed' | 'canceled';

/** One file on its way. Its name stays in the page; the server knows `clientRef` alone. */
export interface Upload {
  readonly clientRef: string;
  readonly name: string;
  readonly file: File;
  state: UploadState;
  /** Bytes sent. */
  sent: number;
  jobId?: string;
  error?: string;
}

interface Entry extends Upload {
  target?: PresignedUpload;
  abort: AbortController;
}

const AT_A_TIME = 4;
const JOBS_A_CALL = 100;
const TRIES = 4;

/**
 * Sends files, four at a time. Jobs are made in hundreds, only once earlier ones are nearly all sent, because the
 * presigned form lasts 15 minutes; what fails for a passing reason is tried again, later each time.
 */
export class UploadController implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #client: () => ApiClient;
  readonly #batch: () => string;
  readonly #sentOne: (upload: Upload) => void;
  #entries: Entry[] = [];
  #active = 0;
  #creating = false;
  #paused = false;
  #connected = false;

  constructor(
    host: ReactiveControllerHost,
    options: { client: () => ApiClient; batch: () => string; sent: (upload: Upload) => void },
  ) {
    this.#host = host;
    this.#client = options.client;
    this.#batch = options.batch;
    this.#sentOne = options.sent;
    host.addController(this);
  }

  hostConnected(): void {
    this.#connected = true;
  }

  /** An element that is only moved connects again at once, and goes on. */
  hostDisconnected(): void {
    this.#connected = false;
    queueMicrotask(() => {
      if (!this.#connected) this.cancelAll();
    });
  }

  get uploads(): readonly Upload[] {
    return this.#entries;
  }

  get paused(): boolean {
    return this.#paused;
  }

  set paused(paused: boolean) {
    this.#paused = paused;
    this.#pump();
  }

  add(files: readonly File[]): void {
    for (const file of files)
      this.#entries.push({
        clientRef: randomKey(),
        name: file.name,
        file,
        state: 'queued',
        sent: 0,
        abort: new AbortController(),
      });
    this.#pump();
  }

  cancel(clientRef: string): void {
    const entry = this.#entries.find((each) => each.clientRef === clientRef);
    if (entry && (entry.state === 'queued' || entry.state === 'sending')) {
      entry.state = 'canceled';
      entry.abort.abort();
    }
    this.#pump();
  }

  cancelAll(): void {
    for (const { clientRef } of this.#entries) this.cancel(clientRef);
  }

  /** Tries a failed or canceled one again. */
  again(clientRef: string): void {
    const entry = this.#entries.find((each) => each.clientRef === clientRef);
    if (!entry || (entry.state !== 'failed' && entry.state !== 'canceled')) return;
    Object.assign(entry, { state: 'queued', sent: 0, abort: new AbortController() });
    delete entry.error;
    this.#pump();
  }

  /** Forgets one that is not under way. */
  forget(clientRef: string): void {
    this.#entries = this.#entries.filter((each) => each.clientRef !== clientRef || each.state === 'sending');
    this.#host.requestUpdate();
  }

  #pump(): void {
    this.#host.requestUpdate();
    if (this.#paused) return;
    const queued = this.#entries.filter((entry) => entry.state === 'queued');
    for (const entry of queued.filter((each) => each.target)) {
      if (this.#active >= AT_A_TIME) break;
      void this.#send(entry, entry.target!);
    }
    const waiting = queued.filter((entry) => !entry.target);
    if (waiting.length > 0 && !this.#creating && queued.length - waiting.length < AT_A_TIME)
      void this.#create(waiting.slice(0, JOBS_A_CALL));
  }

  async #create(entries: Entry[]): Promise<void> {
    this.#creating = true;
    try {
      const files = entries.map(({ clientRef, file }) => ({ clientRef, size: file.size }));
      const request = { batch: this.#batch(), files };
      const key = randomKey();
      const { jobs } = await this.#patiently(() => this.#client().createJobs(request, key));
      for (const { jobId, clientRef, upload } of jobs) {
        const entry = entries.find((each) => each.clientRef === clientRef);
        if (entry) Object.assign(entry, { jobId, target: upload });
      }
    } catch (error) {
      for (const entry of entries) if (entry.state === 'queued') this.#fail(entry, error);
    }
    this.#creating = false;
    this.#pump();
  }

  async #send(entry: Entry, target: PresignedUpload): Promise<void> {
    this.#active++;
    entry.state = 'sending';
    try {
      const progress = (bytes: number): void => {
        entry.sent = bytes;
        this.#host.requestUpdate();
      };
      await this.#patiently(() => postFile(target, entry.file, { signal: entry.abort.signal, progress }));
      Object.assign(entry, { state: 'sent', sent: entry.file.size });
      this.#sentOne(entry);
    } catch (error) {
      if (!entry.abort.signal.aborted) this.#fail(entry, error);
      // A form that expired is no use to a second try.
      delete entry.target;
    }
    this.#active--;
    this.#pump();
  }

  #fail(entry: Entry, error: unknown): void {
    entry.state = 'failed';
    entry.error = error instanceof Error ? error.message : String(error);
  }

  async #patiently<T>(act: () => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await act();
      } catch (error) {
        if (!(error instanceof ApiError) || !error.transient || attempt === TRIES) throw error;
        const wait = 500 * 2 ** attempt * (0.5 + Math.random() / 2);
        await new Promise((resolve) => setTimeout(resolve, wait));
      }
    }
  }
}
