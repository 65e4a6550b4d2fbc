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
  /** Another job is looked at than before. */
  fresh: () => void;
  /** The job has another state. */
  changed: (job: Job) => void;
  /** The reader scrolled to another job. */
  selected: (jobId: string) => void;
}

const POLL_MS = 1500;
const BATCH_BUSY_MS = 3000;
const BATCH_IDLE_MS = 30_000;
/** While a reader scrolls, no results are asked for. */
const REST_MS = 200;
/** Results of jobs that were looked at, for when the reader comes back. */
const KNOWN = 200;

/** Follows the job that is shown, and those among which the reader can scroll: a batch's, or the page's own list. */
export class JobController implements ReactiveController {
  readonly #host: Host;
  readonly #options: JobOptions;
  readonly #poll: PollingController<Job>;
  readonly #batch: PollingController<readonly JobSummary[]>;
  readonly #pages: JobPages;
  readonly #known = new Map<string, Job>();
  #library: JobLibrary | undefined;
  #opened = '';
  #rest: ReturnType<typeof setTimeout> | undefined;
  job: Job | undefined;
  problem: ApiError | undefined;

  constructor(host: Host, options: JobOptions) {
    this.#host = host;
    this.#options = options;
    const failed = (error: ApiError | undefined): void => {
      this.problem = error;
      host.requestUpdate();
    };
    this.#poll = new PollingController<Job>(host, {
      poll: (etag, signal) => this.#client.getJob(host.jobId, etag, signal),
      onValue: (job) => this.#take(job),
      onError: failed,
    });
    this.#pages = new JobPages(
      () => this.#client,
      () => host.batch,
    );
    this.#batch = new PollingController<readonly JobSummary[]>(host, {
      poll: (_, signal) => this.#pages.poll(signal),
      onValue: (jobs) => this.#takeBatch(jobs),
      onError: failed,
    });
    host.addController(this);
  }

  hostDisconnected(): void {
    clearTimeout(this.#rest);
    this.#library = undefined;
    this.#opened = '';
  }

  /** Nothing of the API's is shown any more. */
  stop(): void {
    clearTimeout(this.#rest);
    this.#poll.stop();
    this.#batch.stop();
    this.#library = undefined;
    this.#opened = '';
    this.job = undefined;
    this.problem = undefined;
  }

  /** The host's properties changed, or it came back into the page. */
  update(changed: ReadonlySet<PropertyKey>): void {
    if (changed.has('apiUrl')) this.#reset();
    if (changed.has('jobs') || changed.has('batch')) this.#restock();
    if (changed.has('jobId')) this.#choose();
    if (changed.has('batch') || changed.has('apiUrl') || changed.has('token')) this.#followBatch();
    if (changed.has('jobId') || changed.has('apiUrl') || changed.has('token')) this.#follow();
  }

  /** Asks for another attempt at the job that failed. */
  async again(): Promise<void> {
    try {
      await this.#client.retryJob(this.#host.jobId);
      this.#follow();
    } catch (error) {
      this.problem = toApiError(error);
      this.#host.requestUpdate();
    }
  }

  /** An image of the stack is on the screen. */
  shown(key: string): void {
    if (!this.#library || this.#options.images.library !== this.#library) return;
    if (key === this.#host.jobId) return;
    this.#host.jobId = key;
    this.#options.selected(key);
  }

  get #client(): ApiClient {
    return new ApiClient(this.#host.apiUrl, () => this.#host.token);
  }

  #reset(): void {
    this.stop();
    this.#known.clear();
    this.#options.images.clear();
  }

  #choose(): void {
    const { images } = this.#options;
    const { jobId } = this.#host;
    this.job = this.#known.get(jobId);
    this.problem = undefined;
    this.#options.fresh();
    if (jobId !== '' && images.key === jobId) {
      this.#opened = this.#nameOf(jobId);
      return;
    }
    this.#opened = '';
    const here = images.library !== undefined && images.library === this.#library;
    if (here && images.has(jobId)) {
      this.#opened = this.#nameOf(jobId);
      void images.goToKey(jobId);
    } else images.clear();
  }

  /** A scrolling reader is followed once the scrolling rests. */
  #follow(): void {
    const { apiUrl, jobId, token, jobs } = this.#host;
    clearTimeout(this.#rest);
    this.#poll.stop();
    if (jobId === '' || apiUrl === '' || token === undefined) return;
    if (this.#options.images.key === jobId) {
      this.#rest = setTimeout(() => this.#poll.start({ fresh: true }), REST_MS);
      return;
    }
    this.#poll.start({ fresh: true });
    const known = jobs.find((job) => job.jobId === jobId);
    if (!known || known.image) (this.#library ??= new JobLibrary(this.#client)).requestLinks(jobId);
  }

  #followBatch(): void {
    const { apiUrl, batch, token, jobs } = this.#host;
    this.#pages.clear();
    if (batch === '' || apiUrl === '' || token === undefined || jobs.length > 0) this.#batch.stop();
    else this.#batch.start({ fresh: true });
  }

  #restock(): void {
    const { jobs, jobId } = this.#host;
    if (!this.#library) return;
    this.#library.retain(new Set([jobId, ...jobs.map((job) => job.jobId)]));
    this.#library.add(jobs);
    this.#options.images.rebuildStacks();
  }

  #takeBatch(jobs: readonly JobSummary[]): number {
    this.#library ??= new JobLibrary(this.#client);
    this.#library.add(jobs);
    this.#options.images.rebuildStacks();
    // Newest first, as they are listed: the first image of a batch is the one that was uploaded first.
    const first = this.#host.jobId === '' ? jobs.findLast(({ image }) => image) : undefined;
    if (first) {
      this.#host.jobId = first.jobId;
      this.#options.selected(first.jobId);
    }
    return jobs.every(({ state }) => jobStates[state].terminal) ? BATCH_IDLE_MS : BATCH_BUSY_MS;
  }

  #take(job: Job): number | undefined {
    const before = this.job?.state;
    this.job = job;
    this.#remember(job);
    if (before !== job.state) this.#options.changed(job);
    const library = (this.#library ??= new JobLibrary(this.#client));
    library.add([...this.#host.jobs, job]);
    const name = this.#nameOf(job.jobId);
    if (job.image && this.#opened !== name) {
      this.#opened = name;
      void this.#options.images.open(library, job.jobId);
    }
    return jobStates[job.state].terminal ? undefined : POLL_MS;
  }

  #remember(job: Job): void {
    this.#known.delete(job.jobId);
    this.#known.set(job.jobId, job);
    if (this.#known.size > KNOWN) this.#known.delete(this.#known.keys().next().value!);
  }

  /** A job that is tried again is opened again. */
  #nameOf(jobId: string): string {
    return `${jobId}/${this.#library?.getAttempt(jobId) ?? ''}`;
  }
}
