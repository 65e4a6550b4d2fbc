import type { ListJobsResponse } from '../../contract/api.ts';
import type { JobSummary } from '../../contract/job.ts';
import { jobStates } from '../texts/states.ts';
import type { ApiClient, PollResult } from './apiClient.ts';

interface Page extends ListJobsResponse {
  etag: string | undefined;
}

const A_PAGE = 100;
/** A study is not cut where a page ends, but there is an end to everything. */
const MOST_UNASKED = 2000;
/** Of a long list less is asked: it costs no more than two calls a second. */
const A_CALL_MS = 500;

/**
 * A list of jobs over its pages, newest first. Of a batch there is all; of a tenant the newest hundred, on to the end of
 * the batch that they end in, and what `more` asks for. A poll goes down the pages as far as something is new or still
 * under way, so that a job's end shows wherever the job stands.
 */
export class JobPages {
  readonly #client: () => ApiClient;
  readonly #batch: () => string;
  #known: readonly JobSummary[] = [];
  #pages = new Map<string | undefined, Page>();
  /** Where the known ones end; undefined at the end of the list. */
  #end: string | undefined;
  #least = A_PAGE;

  constructor(client: () => ApiClient, batch: () => string) {
    this.#client = client;
    this.#batch = batch;
  }

  /** The list has more than is known of it. */
  get hasMore(): boolean {
    return this.#end !== undefined;
  }

  /** The next poll asks for a page more. */
  requestMore(): void {
    this.#least = this.#known.length + A_PAGE;
  }

  /** Another list is asked for from now on. */
  clear(): void {
    this.#known = [];
    this.#pages.clear();
    this.#end = undefined;
    this.#least = A_PAGE;
  }

  /** A job that was deleted here. */
  remove(jobId: string): void {
    this.#known = this.#known.filter((job) => job.jobId !== jobId);
  }

  /** For a poll: all that is known from now on; `value` is absent where nothing has changed. */
  async poll(signal: AbortSignal): Promise<PollResult<readonly JobSummary[]>> {
    const pages = new Map<string | undefined, Page>();
    const walked = new Map<string, JobSummary>();
    let retryAfterMs: number | undefined;
    let same = true;
    let cursor: string | undefined;
    do {
      const kept = this.#pages.get(cursor);
      const answer = await this.#client().listJobs(
        { batch: this.#batch(), cursor, limit: A_PAGE },
        kept?.etag,
        signal,
      );
      retryAfterMs ??= answer.retryAfterMs ?? 0;
      const page = answer.value ? { ...answer.value, etag: answer.etag } : kept!;
      same &&= page === kept;
      pages.set(cursor, page);
      for (const job of page.jobs) walked.set(job.jobId, job);
      if (!this.#further(page, walked)) break;
      cursor = page.cursor;
    } while (cursor !== undefined);
    const polled = { retryAfterMs: Math.max(retryAfterMs, pages.size * A_CALL_MS) };
    this.#pages = pages;
    if (same) return polled;
    this.#merge(walked, [...pages.values()].at(-1)!);
    return { ...polled, value: this.#known };
  }

  #further({ jobs, cursor }: Page, walked: ReadonlyMap<string, JobSummary>): boolean {
    if (cursor === undefined) return false;
    const whole = this.#batch() !== '';
    // The last one may have been deleted, and the walk would go on to the end of a tenant's jobs.
    if (!whole && walked.size >= this.#known.length + MOST_UNASKED) return false;
    const before = new Set(this.#known.map(({ jobId }) => jobId));
    const last = this.#known.at(-1);
    if (last && !walked.has(last.jobId))
      return (
        jobs.some(({ jobId }) => !before.has(jobId)) ||
        this.#known.some(({ jobId, state }) => !walked.has(jobId) && !jobStates[state].terminal)
      );
    if (whole) return true;
    const cut = !last && jobs.at(-1)?.batch !== undefined && jobs.at(-1)?.batch === jobs.at(-2)?.batch;
    return walked.size < (cut ? MOST_UNASKED : this.#least);
  }

  /** What was walked stands in front of what is known below it. */
  #merge(walked: ReadonlyMap<string, JobSummary>, { jobs, cursor }: Page): void {
    const at = this.#known.findIndex(({ jobId }) => jobId === jobs.at(-1)?.jobId);
    const below = at < 0 || cursor === undefined ? [] : this.#known.slice(at + 1);
    if (below.length === 0) this.#end = cursor;
    this.#known = [...walked.values(), ...below];
  }
}
