import type { LinksResponse } from '../../../contract/api.ts';
import type { Job, JobSummary } from '../../../contract/job.ts';
import type { ApiClient } from '../../api/apiClient.ts';
import { retryTransient } from '../../api/retryTransient.ts';
import { JobImages } from '../images/jobImages.ts';
import type { ViewerImage } from '../images/viewerImage.ts';
import type { Library } from './library.ts';
import type { Instance } from '../images/instance.ts';

/** A library of the images of jobs. Keys are job IDs. */
export class JobLibrary implements Library {
  readonly #client: ApiClient;
  readonly #jobs = new Map<string, JobSummary & Partial<Pick<Job, 'renditions'>>>();
  readonly #images = new Map<string, JobImages>();
  readonly #links = new Map<string, Promise<LinksResponse>>();
  /** Orientations by job ID; only known once a file is open. */
  readonly #orientations = new Map<string, readonly number[] | undefined>();

  constructor(client: ApiClient) {
    this.#client = client;
  }

  /** Requests the links of a job in parallel with the job itself, which saves a round trip if it is decoded already. */
  requestLinks(jobId: string): void {
    if (this.#images.has(jobId) || this.#links.has(jobId)) return;
    const links = this.#client.createLinks(jobId);
    this.#links.set(jobId, links);
    links.catch(() => this.#links.delete(jobId));
  }

  /** Adds jobs from a list, or a job with its renditions. */
  add(jobs: readonly (JobSummary & Partial<Pick<Job, 'renditions'>>)[]): void {
    for (const job of jobs) {
      const before = this.#jobs.get(job.jobId);
      if (before && before.attempt !== job.attempt) this.#images.delete(job.jobId);
      if (!job.image) this.#links.delete(job.jobId);
      this.#jobs.set(job.jobId, { ...before, ...job });
    }
  }

  /** Removes all jobs but these. */
  retain(ids: ReadonlySet<string>): void {
    for (const id of this.#jobs.keys())
      if (!ids.has(id)) {
        this.#jobs.delete(id);
        this.#images.delete(id);
        this.#orientations.delete(id);
      }
  }

  getAttempt(jobId: string): number | undefined {
    return this.#jobs.get(jobId)?.attempt;
  }

  get instances(): readonly Instance[] {
    return [...this.#jobs.values()].flatMap((job) => this.#instanceOf(job) ?? []);
  }

  async open(key: string, signal: AbortSignal): Promise<ViewerImage | undefined> {
    const images = this.#imagesOf(key);
    const image = await retryTransient(() => images.source(signal), signal);
    this.#orientations.set(key, image?.stackFacts.orientation);
    return image;
  }

  preview(key: string, signal: AbortSignal): Promise<ViewerImage | undefined> {
    const images = this.#imagesOf(key);
    return retryTransient(() => images.preview(signal), signal);
  }

  getFirstFrame(key: string): number {
    return this.#imagesOf(key).frame;
  }

  #imagesOf(key: string): JobImages {
    const known =
      this.#images.get(key) ?? new JobImages(this.#client, this.#jobs.get(key)!, this.#links.get(key));
    this.#images.set(key, known);
    this.#links.delete(key);
    return known;
  }

  #instanceOf({ jobId, image }: JobSummary): Instance | undefined {
    if (!image) return undefined;
    const { width, height, frames, series, position, tags } = image;
    const { InstanceNumber: number, ImageType: type, Modality: modality } = tags ?? {};
    const kind = Array.isArray(type) ? type[2] : undefined;
    return {
      key: jobId,
      series,
      position,
      number: typeof number === 'number' ? number : undefined,
      width,
      height,
      frames,
      kind: kind === undefined ? undefined : String(kind),
      orientation: this.#orientations.get(jobId),
      modality: typeof modality === 'string' ? modality : undefined,
    };
  }
}
