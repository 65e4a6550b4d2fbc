import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Job, JobSummary } from '../../contract/job.ts';
import { ApiClient, type TokenSource } from '../api/apiClient.ts';
import { toApiError, type ApiError } from '../api/apiError.ts';
import { JobPages } from '../api/jobPages.ts';
import { PollingController } from '../controllers/pollingController.ts';
import { jobStates } from '../texts/states.ts';
import type { ImageController } from './stacks/imageController.ts';
import { JobLibrary } from './stacks/jobLibrary.ts';

interface Host extends ReactiveControllerHost {
  readonly apiUrl: string;
  readonly token: TokenSource | undefined;
  jobId: string;
  readonly batch: string;
  readonly jobs: readonly JobSummary[];
}

interface JobOptions {
  images: ImageController;
  /** Called when the host's `jobId` changes. */
  jobIdChanged: () => void;
  /** Called when the job's state changed. */
  stateChanged: (job: Job) => void;
  /** Called when the user scrolled to another job. */
  jobSelected: (jobId: string) => void;
}

const POLL_MS = 1500;
const BATCH_BUSY_MS = 3000;
const BATCH_IDLE_MS = 30_000;
/** The pause after scrolling before the results of a job are requested. */
const SCROLL_PAUSE_MS = 200;
/** The number of viewed jobs whose results are kept. */
const MAX_KNOWN_JOBS = 200;

/** Polls the job on the screen, and the batch or list of jobs that the user can scroll through. */
export class JobController implements ReactiveController {
  readonly #host: Host;
  readonly #options: JobOptions;
  readonly #jobPolling: PollingController<Job>;
  readonly #batchPolling: PollingController<readonly JobSummary[]>;
  readonly #pages: JobPages;
  readonly #known = new Map<string, Job>();
  #library: JobLibrary | undefined;
  #opened = '';
  #pollTimer: ReturnType<typeof setTimeout> | undefined;
  job: Job | undefined;
  problem: ApiError | undefined;

  constructor(host: Host, options: JobOptions) {
    this.#host = host;
    this.#options = options;
    const failed = (error: ApiError | undefined): void => {
      this.problem = error;
      host.requestUpdate();
    };
    this.#jobPolling = new PollingController<Job>(host, {
      poll: (etag, signal) => this.#client.getJob(host.jobId, etag, signal),
      onValue: (job) => this.#receiveJob(job),
      onError: failed,
    });
    this.#pages = new JobPages(
      () => this.#client,
      () => host.batch,
    );
    this.#batchPolling = new PollingController<readonly JobSummary[]>(host, {
      poll: (_, signal) => this.#pages.poll(signal),
      onValue: (jobs) => this.#receiveBatch(jobs),
      onError: failed,
    });
    host.addController(this);
  }

  hostDisconnected(): void {
    clearTimeout(this.#pollTimer);
    this.#library = undefined;
    this.#opened = '';
  }

  /** Stops polling and forgets the job, for example when a local file is shown instead. */
  stop(): void {
    clearTimeout(this.#pollTimer);
    this.#jobPolling.stop();
    this.#batchPolling.stop();
    this.#library = undefined;
    this.#opened = '';
    this.job = undefined;
    this.problem = undefined;
  }

  /** Responds to changed properties of the host, or to its reconnection. */
  update(changed: ReadonlySet<PropertyKey>): void {
    if (changed.has('apiUrl')) this.#reset();
    if (changed.has('jobs') || changed.has('batch')) this.#updateLibrary();
    if (changed.has('jobId')) this.#selectJob();
    if (changed.has('batch') || changed.has('apiUrl') || changed.has('token')) this.#pollBatch();
    if (changed.has('jobId') || changed.has('apiUrl') || changed.has('token')) this.#pollJob();
  }

  /** Starts another attempt of a failed job. */
  async retry(): Promise<void> {
    try {
      await this.#client.retryJob(this.#host.jobId);
      this.#pollJob();
    } catch (error) {
      this.problem = toApiError(error);
      this.#host.requestUpdate();
    }
  }

  /** Selects the job of an image that was reached by scrolling. */
  handleImageChange(key: string): void {
    if (!this.#library || this.#options.images.library !== this.#library) return;
    if (key === this.#host.jobId) return;
    this.#host.jobId = key;
    this.#options.jobSelected(key);
  }

  get #client(): ApiClient {
    return new ApiClient(this.#host.apiUrl, () => this.#host.token);
  }

  #reset(): void {
    this.stop();
    this.#known.clear();
    this.#options.images.clear();
  }

  #selectJob(): void {
    const { images } = this.#options;
    const { jobId } = this.#host;
    this.job = this.#known.get(jobId);
    this.problem = undefined;
    this.#options.jobIdChanged();
    if (jobId !== '' && images.key === jobId) {
      this.#opened = this.#getAttemptKey(jobId);
      return;
    }
    this.#opened = '';
    const isOpen = images.library !== undefined && images.library === this.#library;
    if (isOpen && images.has(jobId)) {
      this.#opened = this.#getAttemptKey(jobId);
      void images.goToKey(jobId);
    } else images.clear();
  }

  /** Polls the selected job; while the user scrolls, only after a pause. */
  #pollJob(): void {
    const { apiUrl, jobId, token, jobs } = this.#host;
    clearTimeout(this.#pollTimer);
    this.#jobPolling.stop();
    if (jobId === '' || apiUrl === '' || token === undefined) return;
    if (this.#options.images.key === jobId) {
      this.#pollTimer = setTimeout(() => this.#jobPolling.start({ fresh: true }), SCROLL_PAUSE_MS);
      return;
    }
    this.#jobPolling.start({ fresh: true });
    const known = jobs.find((job) => job.jobId === jobId);
    if (!known || known.image) (this.#library ??= new JobLibrary(this.#client)).requestLinks(jobId);
  }

  #pollBatch(): void {
    const { apiUrl, batch, token, jobs } = this.#host;
    this.#pages.clear();
    if (batch === '' || apiUrl === '' || token === undefined || jobs.length > 0) this.#batchPolling.stop();
    else this.#batchPolling.start({ fresh: true });
  }

  #updateLibrary(): void {
    const { jobs, jobId } = this.#host;
    if (!this.#library) return;
    this.#library.retain(new Set([jobId, ...jobs.map((job) => job.jobId)]));
    this.#library.add(jobs);
    this.#options.images.rebuildStacks();
  }

  #receiveBatch(jobs: readonly JobSummary[]): number {
    this.#library ??= new JobLibrary(this.#client);
    this.#library.add(jobs);
    this.#options.images.rebuildStacks();
    // The API lists the newest job first, so the last one listed is the first image of the batch.
    const first = this.#host.jobId === '' ? jobs.findLast(({ image }) => image) : undefined;
    if (first) {
      this.#host.jobId = first.jobId;
      this.#options.jobSelected(first.jobId);
    }
    return jobs.every(({ state }) => jobStates[state].terminal) ? BATCH_IDLE_MS : BATCH_BUSY_MS;
  }

  #receiveJob(job: Job): number | undefined {
    const before = this.job?.state;
    this.job = job;
    this.#remember(job);
    if (before !== job.state) this.#options.stateChanged(job);
    const library = (this.#library ??= new JobLibrary(this.#client));
    library.add([...this.#host.jobs, job]);
    const name = this.#getAttemptKey(job.jobId);
    if (job.image && this.#opened !== name) {
      this.#opened = name;
      void this.#options.images.open(library, job.jobId);
    }
    return jobStates[job.state].terminal ? undefined : POLL_MS;
  }

  #remember(job: Job): void {
    this.#known.delete(job.jobId);
    this.#known.set(job.jobId, job);
    if (this.#known.size > MAX_KNOWN_JOBS) this.#known.delete(this.#known.keys().next().value!);
  }

  /** Identifies an attempt of a job, because a retried job is opened again. */
  #getAttemptKey(jobId: string): string {
    return `${jobId}/${this.#library?.getAttempt(jobId) ?? ''}`;
  }
}
