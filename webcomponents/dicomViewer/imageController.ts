import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Job } from '../../contract/job.ts';
import type { ApiClient } from '../api/apiClient.ts';
import { retryTransient } from '../api/retryTransient.ts';
import { JobImages } from './images/jobImages.ts';
import { openFile } from './images/openFile.ts';
import type { ViewerImage } from './images/viewerImage.ts';

type Stage = 'empty' | 'loading' | 'preview' | 'ready' | 'error';

/** Loads what the viewer shows: the rendition at once, then the source. A later question drops an earlier answer. */
export class ImageController implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #show: (image: ViewerImage, frame: number, keep: boolean) => Promise<void>;
  #abort: AbortController | undefined;
  stage: Stage = 'empty';
  image: ViewerImage | undefined;
  frame = 0;
  error: string | undefined;

  constructor(
    host: ReactiveControllerHost,
    show: (image: ViewerImage, frame: number, keep: boolean) => Promise<void>,
  ) {
    this.#host = host;
    this.#show = show;
    host.addController(this);
  }

  /** The place in the stack, and how many there are. */
  get index(): number {
    return this.frame;
  }

  get count(): number {
    return this.image && this.stage === 'ready' ? this.image.frames : 0;
  }

  /** Names the image and frame that is shown. */
  get place(): string {
    return String(this.frame);
  }

  hostDisconnected(): void {
    this.clear();
  }

  clear(): void {
    this.#abort?.abort();
    this.image?.close();
    this.image = undefined;
    this.error = undefined;
    this.#become('empty');
  }

  openFile(file: Blob): Promise<void> {
    return this.#run(async (signal) => this.#take(await openFile(file), 0, 'ready', signal));
  }

  openJob(client: ApiClient, job: Job): Promise<void> {
    return this.#run(async (signal) => {
      const images = new JobImages(client, job);
      const preview = await retryTransient(() => images.preview(signal), signal);
      if (preview) await this.#take(preview.image, 0, 'preview', signal);
      const source = await retryTransient(() => images.source(signal), signal);
      if (source) await this.#take(source, preview?.frame ?? 0, 'ready', signal);
    });
  }

  async goTo(frame: number): Promise<void> {
    const { image } = this;
    if (!image || this.stage !== 'ready' || frame === this.frame) return;
    if (frame < 0 || frame >= image.frames) return;
    this.frame = frame;
    this.#host.requestUpdate();
    const signal = this.#abort!.signal;
    try {
      await image.load(frame, signal);
      if (this.frame === frame && !signal.aborted) await this.#show(image, frame, true);
    } catch (error) {
      if (!signal.aborted) this.#failed(error);
    }
  }

  async #run(load: (signal: AbortSignal) => Promise<void>): Promise<void> {
    this.clear();
    const abort = new AbortController();
    this.#abort = abort;
    this.#become('loading');
    try {
      await load(abort.signal);
    } catch (error) {
      if (!abort.signal.aborted) this.#failed(error);
    }
  }

  async #take(image: ViewerImage, frame: number, stage: Stage, signal: AbortSignal): Promise<void> {
    await image.load(frame, signal);
    signal.throwIfAborted();
    const keep = this.image !== undefined;
    this.image?.close();
    this.image = image;
    this.frame = frame;
    this.#become(stage);
    await this.#host.updateComplete;
    await this.#show(image, frame, keep);
  }

  #failed(error: unknown): void {
    this.error = error instanceof Error ? error.message : String(error);
    this.#become(this.image ? 'preview' : 'error');
  }

  #become(stage: Stage): void {
    this.stage = stage;
    this.#host.requestUpdate();
  }
}
