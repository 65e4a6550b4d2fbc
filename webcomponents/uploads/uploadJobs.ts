import type { CreateJobsResponse } from '../../contract/api.ts';
import type { ApiClient } from '../api/apiClient.ts';
import { ApiError } from '../api/apiError.ts';
import { createRandomKey } from '../api/createRandomKey.ts';
import { fingerprintFile } from './fingerprintFile.ts';
import type { JobScope, RecordedCall, RecordedFile, UploadRecord } from './uploadRecord.ts';

/** A file's call, and its part of it. */
export interface RecordedUpload {
  readonly call: RecordedCall;
  readonly file: RecordedFile;
}

interface Options {
  client: () => ApiClient;
  /** Where new jobs belong. */
  place: () => JobScope;
  record: UploadRecord;
}

/** Makes jobs for files, writes down which, and knows them again. */
export class UploadJobs {
  readonly #options: Options;
  readonly #known = new Set<RecordedCall>();

  constructor(options: Options) {
    this.#options = options;
  }

  fingerprint(file: Blob): Promise<string | undefined> {
    return fingerprintFile(file, this.#options.record.salt);
  }

  /** The job of an earlier visit for a file of that content. Another user of this tab has no such jobs. */
  async recall(print: string): Promise<RecordedUpload | undefined> {
    const { record, place, client } = this.#options;
    const made = record.find(print, place());
    const jobId = made?.call.files.find((file) => file.jobId !== undefined && file.state !== 'gone')?.jobId;
    if (!made || jobId === undefined || this.#known.has(made.call)) return made;
    try {
      await client().getJob(jobId);
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 404) throw error;
      record.drop(made.call);
      return undefined;
    }
    this.#known.add(made.call);
    return made;
  }

  /** Writes a call down before it is made, so that a page that is left in between knows its key. */
  begin(files: readonly Pick<RecordedFile, 'clientRef' | 'size' | 'print'>[]): RecordedUpload[] {
    const call: RecordedCall = {
      key: createRandomKey(),
      at: Date.now(),
      ...this.#options.place(),
      files: files.map((file) => ({ ...file, state: 'open' })),
    };
    this.#known.add(call);
    this.#options.record.save(call);
    return call.files.map((file) => ({ call, file }));
  }

  /** Asks for the jobs of a call, for the first time or once more: fresh forms for the same jobs. */
  async ask(call: RecordedCall): Promise<CreateJobsResponse['jobs']> {
    const files = call.files.map(({ clientRef, size }) => ({ clientRef, size }));
    const { jobs } = await this.#options.client().createJobs({ batch: call.batch, files }, call.key);
    for (const { jobId, clientRef } of jobs) {
      const file = call.files.find((each) => each.clientRef === clientRef);
      if (file) file.jobId = jobId;
    }
    this.#options.record.save(call);
    return jobs;
  }

  mark(made: RecordedUpload | undefined, state: RecordedFile['state']): void {
    if (!made) return;
    made.file.state = state;
    this.#options.record.save(made.call);
  }

  /** What an earlier visit left to be sent, but for these files. */
  unfinished(mine: ReadonlySet<RecordedFile>): RecordedUpload[] {
    return this.#options.record.unfinished(this.#options.place()).filter(({ file }) => !mine.has(file));
  }
}
