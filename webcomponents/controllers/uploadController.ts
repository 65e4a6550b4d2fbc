import { nothing, type ReactiveController, type ReactiveControllerHost, type TemplateResult } from 'lit';
import type { ApiClient } from '../api/apiClient.ts';
import { STORAGE_KEY, getSessionStorage } from '../uploads/getSessionStorage.ts';
import { loadDeferred, type DeferredModules } from '../loadDeferred.ts';
import type { PickedFiles, Upload } from '../uploads/upload.ts';
import type { JobScope } from '../uploads/uploadRecord.ts';
import type { UploadQueue } from '../uploads/uploadQueue.ts';

interface Options {
  client: () => ApiClient;
  /** Where new jobs belong. */
  place: () => JobScope;
  sent: (upload: Upload) => void;
}

/** An element's uploads. What sends them is loaded with the first file, or where an earlier visit left some. */
export class UploadController implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #options: Options;
  #uploads: DeferredModules | undefined;
  #queue: UploadQueue | undefined;
  #connected = false;
  /** A walk that began before the element went away finds nothing any more. */
  #walk = new AbortController();

  constructor(host: ReactiveControllerHost, options: Options) {
    this.#host = host;
    this.#options = options;
    host.addController(this);
  }

  hostConnected(): void {
    this.#connected = true;
    if (this.#queue === undefined && getSessionStorage()?.getItem(STORAGE_KEY) != null)
      void this.#load().catch(() => this.#host.requestUpdate());
  }

  /** An element that is only moved connects again at once, and goes on. */
  hostDisconnected(): void {
    this.#connected = false;
    queueMicrotask(() => {
      if (this.#connected) return;
      this.#walk.abort();
      this.#walk = new AbortController();
      this.#queue?.cancelAll();
    });
  }

  get uploads(): readonly Upload[] {
    return this.#queue?.uploads ?? [];
  }

  /** Changes with what a screen reader is to be told of. */
  get phase(): string {
    if (!this.#queue || !this.#uploads) return 'done';
    const left = this.uploads.filter(({ state }) => state === 'queued' || state === 'sending').length;
    return this.#uploads.phaseOf(this.#queue, left);
  }

  /** How far they are, with Pause and Cancel. */
  get bar(): TemplateResult | typeof nothing {
    return this.#queue && this.#uploads ? this.#uploads.uploadBar(this.#queue) : nothing;
  }

  /** @throws ApiError where the modules cannot be loaded; DOMException where a folder cannot be read */
  async add(picked: PickedFiles): Promise<void> {
    const { signal } = this.#walk;
    const queue = await this.#load();
    const { gather } = this.#uploads!;
    await gather(picked, {
      files: (files) => {
        signal.throwIfAborted();
        queue.add(files);
      },
      skipped: () => queue.skipped++,
    });
    this.#host.requestUpdate();
  }

  cancel(clientRef: string): void {
    this.#queue?.cancel(clientRef);
  }

  retry(clientRef: string): void {
    this.#queue?.retry(clientRef);
  }

  /** Forgets an upload, its job, or both: the file may be sent again, as another one. */
  forget(clientRef: string | undefined, jobId: string | undefined): void {
    this.#queue?.forget(clientRef, jobId);
  }

  async #load(): Promise<UploadQueue> {
    this.#uploads = await loadDeferred();
    const { UploadQueue, UploadRecord } = this.#uploads;
    this.#queue ??= new UploadQueue({
      ...this.#options,
      record: new UploadRecord(getSessionStorage()),
      changed: () => this.#host.requestUpdate(),
    });
    this.#host.requestUpdate();
    return this.#queue;
  }
}
