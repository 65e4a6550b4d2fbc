import type { CreateJobsResponse } from '../../contract/api.ts';
import type { ApiClient } from '../api/apiClient.ts';
import { ApiError } from '../api/apiError.ts';
import { createRandomKey } from '../api/createRandomKey.ts';
import { fingerprintFile } from './fingerprintFile.ts';
import type { JobScope, RecordedCall, RecordedFile, RecordedUpload, UploadRecord } from './uploadRecord.ts';

interface Options {
  client: () => ApiClient;
  /** Returns the API and batch that new jobs are created in. */
  scope: () => JobScope;
  record: UploadRecord;
}

/** Creates jobs for files, records them, and finds them again by the files' content. */
export class UploadJobs {
  readonly #options: Options;
  /** Calls of this visit, and calls of an earlier visit whose jobs the current user can read. */
  readonly #verified = new Set<RecordedCall>();

  constructor(options: Options) {
    this.#options = options;
  }

  fingerprint(file: Blob): Promise<string | undefined> {
    return fingerprintFile(file, this.#options.record.salt);
  }

  /** Returns the recorded upload of a file with this content, unless its jobs belong to another user of this tab. */
  async recall(fingerprint: string): Promise<RecordedUpload | undefined> {
    const { record, scope, client } = this.#options;
    const recorded = record.find(fingerprint, scope());
    const jobId = recorded?.call.files.find(
      (file) => file.jobId !== undefined && file.state !== 'deleted',
    )?.jobId;
    if (!recorded || jobId === undefined || this.#verified.has(recorded.call)) return recorded;
    try {
      await client().getJob(jobId);
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 404) throw error;
      record.drop(recorded.call);
      return undefined;
    }
    this.#verified.add(recorded.call);
    return recorded;
  }

  /** Records a call before it is sent, so that its key survives a reload in between. */
  begin(files: readonly Pick<RecordedFile, 'clientRef' | 'size' | 'fingerprint'>[]): RecordedUpload[] {
    const call: RecordedCall = {
      key: createRandomKey(),
      at: Date.now(),
      ...this.#options.scope(),
      files: files.map((file) => ({ ...file, state: 'open' })),
    };
    this.#verified.add(call);
    this.#options.record.save(call);
    return call.files.map((file) => ({ call, file }));
  }

  /** Sends a call. Sent again, it returns the same jobs with new presigned forms. */
  async send(call: RecordedCall): Promise<CreateJobsResponse['jobs']> {
    const files = call.files.map(({ clientRef, size }) => ({ clientRef, size }));
    const { jobs } = await this.#options.client().createJobs({ batch: call.batch, files }, call.key);
    for (const { jobId, clientRef } of jobs) {
      const file = call.files.find((each) => each.clientRef === clientRef);
      if (file) file.jobId = jobId;
    }
    this.#options.record.save(call);
    return jobs;
  }

  mark(recorded: RecordedUpload | undefined, state: RecordedFile['state']): void {
    if (!recorded) return;
    recorded.file.state = state;
    this.#options.record.save(recorded.call);
  }

  /** Returns the uploads that an earlier visit left unfinished, except those of the given files. */
  findUnfinished(queued: ReadonlySet<RecordedFile>): RecordedUpload[] {
    return this.#options.record.findUnfinished(this.#options.scope()).filter(({ file }) => !queued.has(file));
  }
}
