import type { PresignedUpload } from '../../contract/api.ts';
import type { ApiClient } from '../api/apiClient.ts';
import { ApiError } from '../api/apiError.ts';
import { createRandomKey } from '../api/createRandomKey.ts';
import { Backoff } from './backoff.ts';
import { postFile } from './postFile.ts';
import type { Upload, UploadState } from './upload.ts';
import { UploadJobs, type RecordedUpload } from './uploadJobs.ts';
import type { JobScope, RecordedCall, UploadRecord } from './uploadRecord.ts';

export interface QueueOptions {
  client: () => ApiClient;
  /** Where new jobs belong. */
  place: () => JobScope;
  record: UploadRecord;
  changed: () => void;
  sent: (upload: Upload) => void;
}

interface Entry extends Upload {
  clientRef: string;
  state: UploadState;
  sent: number;
  jobId?: string;
  error?: string;
  print?: string | undefined;
  /** How its job was made. */
  made?: RecordedUpload;
  target?: PresignedUpload;
  /** Failures of a passing kind so far. */
  tries: number;
  renewed: boolean;
  abort: AbortController;
}

const AT_A_TIME = 4;
const JOBS_A_CALL = 100;
const TRIES = 8;

/**
 * Sends files, four at a time. Jobs are made in hundreds, only once earlier ones are nearly all sent, because the
 * presigned form lasts 15 minutes; one that has run out is asked for again, for the same job. What fails for a passing
 * reason is tried again, later each time. A file that was chosen before is known by its content and is not sent twice.
 */
export class UploadQueue {
  /** Files in folders that were no images. */
  skipped = 0;
  /** Files that were here already. */
  duplicates = 0;
  readonly #options: QueueOptions;
  readonly #backoff = new Backoff(() => this.#pump());
  readonly #jobs: UploadJobs;
  #entries: Entry[] = [];
  #active = 0;
  #preparing = false;
  #paused = false;

  constructor(options: QueueOptions) {
    this.#options = options;
    this.#jobs = new UploadJobs(options);
  }

  get uploads(): readonly Upload[] {
    return this.#entries;
  }

  /** It rests after a failure. */
  get resting(): boolean {
    return this.#backoff.resting;
  }

  /** How many files of an earlier visit were not sent, and are not here. */
  get unfinished(): number {
    return this.#left().length;
  }

  /** While it is paused nothing more is begun; what is under way ends. */
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
        clientRef: createRandomKey(),
        name: file.name,
        file,
        state: 'queued',
        sent: 0,
        tries: 0,
        renewed: false,
        abort: new AbortController(),
      });
    this.#pump();
  }

  cancel(clientRef: string): void {
    const entry = this.#entries.find((each) => each.clientRef === clientRef);
    if (entry && (entry.state === 'queued' || entry.state === 'sending')) this.#cancel(entry);
    this.#pump();
  }

  cancelAll(): void {
    for (const entry of this.#entries)
      if (entry.state === 'queued' || entry.state === 'sending') this.#cancel(entry);
    this.#backoff.stop();
    this.#paused = false;
    this.#options.changed();
  }

  /** Tries a failed or canceled one again. */
  retry(clientRef: string): void {
    const entry = this.#entries.find((each) => each.clientRef === clientRef);
    if (!entry || (entry.state !== 'failed' && entry.state !== 'canceled')) return;
    Object.assign(entry, {
      state: 'queued',
      sent: 0,
      tries: 0,
      renewed: false,
      abort: new AbortController(),
    });
    delete entry.error;
    delete entry.target;
    this.#jobs.mark(entry.made, 'open');
    this.#pump();
  }

  /** Forgets one that is not under way, and its job, which was deleted: the file may be sent again, as another one. */
  forget(clientRef: string | undefined, jobId: string | undefined): void {
    this.#entries = this.#entries.filter((each) => each.clientRef !== clientRef || each.state === 'sending');
    if (jobId !== undefined) this.#options.record.forget(jobId);
    this.#options.changed();
  }

  /** Forgets what an earlier visit left. */
  forgetUnfinished(): void {
    for (const made of this.#left()) this.#jobs.mark(made, 'canceled');
    this.#options.changed();
  }

  #left(): RecordedUpload[] {
    return this.#jobs.unfinished(new Set(this.#entries.flatMap(({ made }) => made?.file ?? [])));
  }

  #cancel(entry: Entry): void {
    entry.state = 'canceled';
    entry.abort.abort();
    this.#jobs.mark(entry.made, 'canceled');
  }

  #pump(): void {
    this.#options.changed();
    if (this.#paused || this.#backoff.resting) return;
    const queued = this.#entries.filter((entry) => entry.state === 'queued');
    const ready = queued.filter((entry) => entry.target);
    for (const entry of ready.slice(0, AT_A_TIME - this.#active)) void this.#send(entry, entry.target!);
    const waiting = queued.filter((entry) => !entry.target);
    if (waiting.length > 0 && !this.#preparing && ready.length < AT_A_TIME)
      void this.#prepare(waiting.slice(0, JOBS_A_CALL));
  }

  /** Gets forms for some that have none: of new jobs, or once more of jobs that were made before. */
  async #prepare(entries: readonly Entry[]): Promise<void> {
    this.#preparing = true;
    try {
      for (const entry of entries) if (!entry.made) await this.#recognize(entry);
      const wanted = entries.filter((entry) => entry.state === 'queued' && this.#entries.includes(entry));
      const fresh = wanted.filter((entry) => !entry.made);
      if (fresh.length > 0) this.#begin(fresh);
      for (const call of new Set(wanted.map(({ made }) => made!.call))) await this.#ask(call, wanted);
      this.#backoff.reset();
    } catch (error) {
      this.#failed(
        entries.filter(({ target }) => !target),
        error,
      );
    }
    this.#preparing = false;
    this.#pump();
  }

  /** A file that is here twice is dropped; one that an earlier visit knew goes on where it was. */
  async #recognize(entry: Entry): Promise<void> {
    entry.print ??= await this.#jobs.fingerprint(entry.file);
    const { print } = entry;
    if (print === undefined || entry.state !== 'queued') return;
    const twin = this.#entries.find((each) => each !== entry && each.print === print);
    if (twin) {
      this.duplicates++;
      this.#entries = this.#entries.filter((each) => each !== entry);
      this.retry(twin.clientRef);
      return;
    }
    const made = await this.#jobs.recall(print);
    if (!made) return;
    Object.assign(entry, { made, clientRef: made.file.clientRef });
    if (made.file.state !== 'sent') return;
    this.duplicates++;
    Object.assign(entry, { jobId: made.file.jobId, state: 'sent', sent: entry.file.size });
  }

  #begin(entries: readonly Entry[]): void {
    const files = entries.map(({ clientRef, file, print }) => ({ clientRef, size: file.size, print }));
    this.#jobs.begin(files).forEach((made, index) => (entries[index]!.made = made));
  }

  async #ask(call: RecordedCall, entries: readonly Entry[]): Promise<void> {
    for (const { jobId, clientRef, upload } of await this.#jobs.ask(call)) {
      const entry = entries.find((each) => each.clientRef === clientRef);
      if (entry) Object.assign(entry, { jobId, target: upload });
    }
  }

  async #send(entry: Entry, target: PresignedUpload): Promise<void> {
    this.#active++;
    entry.state = 'sending';
    try {
      await postFile(target, entry.file, {
        signal: entry.abort.signal,
        progress: (bytes) => {
          entry.sent = bytes;
          this.#options.changed();
        },
      });
      Object.assign(entry, { state: 'sent', sent: entry.file.size });
      this.#backoff.reset();
      this.#jobs.mark(entry.made, 'sent');
      this.#options.sent(entry);
    } catch (error) {
      if (!entry.abort.signal.aborted) this.#failed([entry], error);
    }
    this.#active--;
    this.#pump();
  }

  /** A passing failure lets everything rest; being offline is nobody's fault, and does not count. */
  #failed(entries: readonly Entry[], error: unknown): void {
    const passing = error instanceof ApiError && error.transient;
    const outdated = error instanceof ApiError && error.status === 403;
    for (const entry of entries) {
      if (entry.state !== 'queued' && entry.state !== 'sending') continue;
      const again = passing ? !navigator.onLine || ++entry.tries < TRIES : outdated && !entry.renewed;
      entry.renewed ||= outdated;
      // A form that was refused is asked for anew.
      if (!passing) delete entry.target;
      entry.state = again ? 'queued' : 'failed';
      entry.sent = 0;
      if (!again) entry.error = error instanceof Error ? error.message : String(error);
    }
    if (passing) this.#backoff.rest();
  }
}
