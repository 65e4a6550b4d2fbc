import type { ListJobsResponse } from '../../contract/api.ts';
import type { JobSummary } from '../../contract/job.ts';
import { jobStates } from '../texts/states.ts';
import type { ApiClient, PollResult } from './apiClient.ts';

interface Page extends ListJobsResponse {
  etag: string | undefined;
}

const PAGE_SIZE = 100;
/** Limits how far a poll of a whole tenant follows the pages without `requestMore`. */
const MAX_UNREQUESTED_JOBS = 2000;
/** Polls of many pages become rarer: at most two calls a second. */
const MS_PER_CALL = 500;

/**
 * The list of jobs over all loaded pages, newest first. A batch is loaded completely. Of a tenant, the newest 100 jobs
 * are loaded, then the rest of the batch that the last one belongs to, so that no study is cut, and the pages that
 * `requestMore` adds. A poll follows the pages as far as they hold new or unfinished jobs, so that a job's end is
 * noticed wherever the job is in the list.
 */
export class JobPages {
  readonly #client: () => ApiClient;
  readonly #batch: () => string;
  #jobs: readonly JobSummary[] = [];
  #pages = new Map<string | undefined, Page>();
  /** The cursor after the last loaded job; undefined at the end of the list. */
  #endCursor: string | undefined;
  #minimumJobs = PAGE_SIZE;

  constructor(client: () => ApiClient, batch: () => string) {
    this.#client = client;
    this.#batch = batch;
  }

  /** True if the server has jobs after the last loaded one. */
  get hasMore(): boolean {
    return this.#endCursor !== undefined;
  }

  /** Makes the next poll load one more page. */
  requestMore(): void {
    this.#minimumJobs = this.#jobs.length + PAGE_SIZE;
  }

  /** Forgets all jobs, for another batch or another user. */
  clear(): void {
    this.#jobs = [];
    this.#pages.clear();
    this.#endCursor = undefined;
    this.#minimumJobs = PAGE_SIZE;
  }

  /** Removes a job that the user has deleted. */
  remove(jobId: string): void {
    this.#jobs = this.#jobs.filter((job) => job.jobId !== jobId);
  }

  /** Polls the server. `value` holds all loaded jobs, and is absent if nothing has changed. */
  async poll(signal: AbortSignal): Promise<PollResult<readonly JobSummary[]>> {
    const pages = new Map<string | undefined, Page>();
    const polledJobs = new Map<string, JobSummary>();
    let retryAfterMs: number | undefined;
    let unchanged = true;
    let cursor: string | undefined;
    do {
      const cached = this.#pages.get(cursor);
      const response = await this.#client().listJobs(
        { batch: this.#batch(), cursor, limit: PAGE_SIZE },
        cached?.etag,
        signal,
      );
      retryAfterMs ??= response.retryAfterMs ?? 0;
      const page = response.value ? { ...response.value, etag: response.etag } : cached!;
      unchanged &&= page === cached;
      pages.set(cursor, page);
      for (const job of page.jobs) polledJobs.set(job.jobId, job);
      if (!this.#needsNextPage(page, polledJobs)) break;
      cursor = page.cursor;
    } while (cursor !== undefined);
    const result = { retryAfterMs: Math.max(retryAfterMs, pages.size * MS_PER_CALL) };
    this.#pages = pages;
    if (unchanged) return result;
    this.#merge(polledJobs, [...pages.values()].at(-1)!);
    return { ...result, value: this.#jobs };
  }

  #needsNextPage({ jobs, cursor }: Page, polledJobs: ReadonlyMap<string, JobSummary>): boolean {
    if (cursor === undefined) return false;
    const wholeBatch = this.#batch() !== '';
    // If the last loaded job was deleted, the poll never meets it and would go through all of the tenant's jobs.
    if (!wholeBatch && polledJobs.size >= this.#jobs.length + MAX_UNREQUESTED_JOBS) return false;
    const loadedIds = new Set(this.#jobs.map(({ jobId }) => jobId));
    const lastLoaded = this.#jobs.at(-1);
    if (lastLoaded && !polledJobs.has(lastLoaded.jobId))
      return (
        jobs.some(({ jobId }) => !loadedIds.has(jobId)) ||
        this.#jobs.some(({ jobId, state }) => !polledJobs.has(jobId) && !jobStates[state].terminal)
      );
    if (wholeBatch) return true;
    const cutsBatch =
      !lastLoaded && jobs.at(-1)?.batch !== undefined && jobs.at(-1)?.batch === jobs.at(-2)?.batch;
    return polledJobs.size < (cutsBatch ? MAX_UNREQUESTED_JOBS : this.#minimumJobs);
  }

  /** Puts the polled jobs before the loaded ones that are older. */
  #merge(polledJobs: ReadonlyMap<string, JobSummary>, { jobs, cursor }: Page): void {
    const lastPolled = this.#jobs.findIndex(({ jobId }) => jobId === jobs.at(-1)?.jobId);
    const older = lastPolled < 0 || cursor === undefined ? [] : this.#jobs.slice(lastPolled + 1);
    if (older.length === 0) this.#endCursor = cursor;
    this.#jobs = [...polledJobs.values(), ...older];
  }
}
