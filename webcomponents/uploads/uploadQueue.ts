import type { PresignedUpload } from '../../contract/api.ts';
import type { ApiClient } from '../api/apiClient.ts';
import { ApiError } from '../api/apiError.ts';
import { createRandomKey } from '../api/createRandomKey.ts';
import { Backoff } from './backoff.ts';
import { postFile } from './postFile.ts';
import type { Upload, UploadState } from './upload.ts';
import { UploadJobs } from './uploadJobs.ts';
import type { JobScope, RecordedCall, RecordedUpload, UploadRecord } from './uploadRecord.ts';

interface QueueOptions {
  client: () => ApiClient;
  /** Returns the API and batch that new jobs are created in. */
  scope: () => JobScope;
  record: UploadRecord;
  onChange: () => void;
  onSent: (upload: Upload) => void;
}

interface Entry extends Upload {
  clientRef: string;
  state: UploadState;
  sent: number;
  jobId?: string;
  error?: string;
  fingerprint?: string | undefined;
  /** The call that created the file's job. */
  recorded?: RecordedUpload;
  form?: PresignedUpload;
  transientFailures: number;
  /** True if the form was renewed after a 403. */
  renewed: boolean;
  abort: AbortController;
}

const MAX_CONCURRENT_UPLOADS = 4;
const JOBS_PER_CALL = 100;
const MAX_ATTEMPTS = 8;

/**
 * Uploads files, four at a time. Creates jobs in groups of 100, and only when nearly all earlier files are sent, because
 * a presigned form expires after 15 minutes; an expired form is renewed for the same job. Transient failures are retried
 * with a growing delay. A file with the content of an earlier one is not uploaded twice.
 */
export class UploadQueue {
  /** The number of files in folders that are not images. */
  skipped = 0;
  /** The number of files that were added before. */
  duplicates = 0;
  readonly #options: QueueOptions;
  readonly #backoff = new Backoff(() => this.#startNext());
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

  /** True while the queue waits after a transient failure. */
  get backingOff(): boolean {
    return this.#backoff.active;
  }

  /** The number of files of an earlier visit that were not sent and are not in the queue. */
  get unfinished(): number {
    return this.#findUnfinished().length;
  }

  /** A paused queue starts no more uploads; the current ones continue. */
  get paused(): boolean {
    return this.#paused;
  }

  set paused(paused: boolean) {
    this.#paused = paused;
    this.#startNext();
  }

  add(files: readonly File[]): void {
    for (const file of files)
      this.#entries.push({
        clientRef: createRandomKey(),
        name: file.name,
        file,
        state: 'queued',
        sent: 0,
        transientFailures: 0,
        renewed: false,
        abort: new AbortController(),
      });
    this.#startNext();
  }

  cancel(clientRef: string): void {
    const entry = this.#entries.find((each) => each.clientRef === clientRef);
    if (entry && (entry.state === 'queued' || entry.state === 'sending')) this.#cancel(entry);
    this.#startNext();
  }

  cancelAll(): void {
    for (const entry of this.#entries)
      if (entry.state === 'queued' || entry.state === 'sending') this.#cancel(entry);
    this.#backoff.stop();
    this.#paused = false;
    this.#options.onChange();
  }

  /** Queues a failed or canceled upload again. */
  retry(clientRef: string): void {
    const entry = this.#entries.find((each) => each.clientRef === clientRef);
    if (!entry || (entry.state !== 'failed' && entry.state !== 'canceled')) return;
    Object.assign(entry, {
      state: 'queued',
      sent: 0,
      transientFailures: 0,
      renewed: false,
      abort: new AbortController(),
    });
    delete entry.error;
    delete entry.form;
    this.#jobs.mark(entry.recorded, 'open');
    this.#startNext();
  }

  /** Forgets an upload that is not being sent, and its deleted job: the same file can be uploaded again as a new job. */
  forget(clientRef: string | undefined, jobId: string | undefined): void {
    this.#entries = this.#entries.filter((each) => each.clientRef !== clientRef || each.state === 'sending');
    if (jobId !== undefined) this.#options.record.forget(jobId);
    this.#options.onChange();
  }

  /** Forgets the uploads that an earlier visit left unfinished. */
  forgetUnfinished(): void {
    for (const recorded of this.#findUnfinished()) this.#jobs.mark(recorded, 'canceled');
    this.#options.onChange();
  }

  #findUnfinished(): RecordedUpload[] {
    return this.#jobs.findUnfinished(new Set(this.#entries.flatMap(({ recorded }) => recorded?.file ?? [])));
  }

  #cancel(entry: Entry): void {
    entry.state = 'canceled';
    entry.abort.abort();
    this.#jobs.mark(entry.recorded, 'canceled');
  }

  #startNext(): void {
    this.#options.onChange();
    if (this.#paused || this.#backoff.active) return;
    const queued = this.#entries.filter((entry) => entry.state === 'queued');
    const ready = queued.filter((entry) => entry.form);
    for (const entry of ready.slice(0, MAX_CONCURRENT_UPLOADS - this.#active))
      void this.#send(entry, entry.form!);
    const waiting = queued.filter((entry) => !entry.form);
    if (waiting.length > 0 && !this.#preparing && ready.length < MAX_CONCURRENT_UPLOADS)
      void this.#prepare(waiting.slice(0, JOBS_PER_CALL));
  }

  /** Gets presigned forms for entries that have none, of new jobs or of jobs that exist already. */
  async #prepare(entries: readonly Entry[]): Promise<void> {
    this.#preparing = true;
    try {
      for (const entry of entries) if (!entry.recorded) await this.#recognize(entry);
      const wanted = entries.filter((entry) => entry.state === 'queued' && this.#entries.includes(entry));
      const fresh = wanted.filter((entry) => !entry.recorded);
      if (fresh.length > 0) this.#begin(fresh);
      for (const call of new Set(wanted.map(({ recorded }) => recorded!.call)))
        await this.#requestForms(call, wanted);
      this.#backoff.reset();
    } catch (error) {
      this.#handleError(
        entries.filter(({ form }) => !form),
        error,
      );
    }
    this.#preparing = false;
    this.#startNext();
  }

  /** Drops a file that is in the queue already, and continues one that an earlier visit recorded. */
  async #recognize(entry: Entry): Promise<void> {
    entry.fingerprint ??= await this.#jobs.fingerprint(entry.file);
    const { fingerprint } = entry;
    if (fingerprint === undefined || entry.state !== 'queued') return;
    const twin = this.#entries.find((each) => each !== entry && each.fingerprint === fingerprint);
    if (twin) {
      this.duplicates++;
      this.#entries = this.#entries.filter((each) => each !== entry);
      this.retry(twin.clientRef);
      return;
    }
    const recorded = await this.#jobs.recall(fingerprint);
    if (!recorded) return;
    Object.assign(entry, { recorded, clientRef: recorded.file.clientRef });
    if (recorded.file.state !== 'sent') return;
    this.duplicates++;
    Object.assign(entry, { jobId: recorded.file.jobId, state: 'sent', sent: entry.file.size });
  }

  #begin(entries: readonly Entry[]): void {
    const files = entries.map(({ clientRef, file, fingerprint }) => ({
      clientRef,
      size: file.size,
      fingerprint,
    }));
    this.#jobs.begin(files).forEach((recorded, index) => (entries[index]!.recorded = recorded));
  }

  async #requestForms(call: RecordedCall, entries: readonly Entry[]): Promise<void> {
    for (const { jobId, clientRef, upload } of await this.#jobs.send(call)) {
      const entry = entries.find((each) => each.clientRef === clientRef);
      if (entry) Object.assign(entry, { jobId, form: upload });
    }
  }

  async #send(entry: Entry, form: PresignedUpload): Promise<void> {
    this.#active++;
    entry.state = 'sending';
    try {
      await postFile(form, entry.file, {
        signal: entry.abort.signal,
        progress: (bytes) => {
          entry.sent = bytes;
          this.#options.onChange();
        },
      });
      Object.assign(entry, { state: 'sent', sent: entry.file.size });
      this.#backoff.reset();
      this.#jobs.mark(entry.recorded, 'sent');
      this.#options.onSent(entry);
    } catch (error) {
      if (!entry.abort.signal.aborted) this.#handleError([entry], error);
    }
    this.#active--;
    this.#startNext();
  }

  /** After a transient error the whole queue backs off. Failures while offline do not count as attempts. */
  #handleError(entries: readonly Entry[], error: unknown): void {
    const transient = error instanceof ApiError && error.transient;
    const expired = error instanceof ApiError && error.status === 403;
    for (const entry of entries) {
      if (entry.state !== 'queued' && entry.state !== 'sending') continue;
      const retry = transient
        ? !navigator.onLine || ++entry.transientFailures < MAX_ATTEMPTS
        : expired && !entry.renewed;
      entry.renewed ||= expired;
      // A rejected form is requested again.
      if (!transient) delete entry.form;
      entry.state = retry ? 'queued' : 'failed';
      entry.sent = 0;
      if (!retry) entry.error = error instanceof Error ? error.message : String(error);
    }
    if (transient) this.#backoff.start();
  }
}
