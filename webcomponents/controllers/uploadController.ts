import { nothing, type ReactiveController, type ReactiveControllerHost, type TemplateResult } from 'lit';
import type { ApiClient } from '../api/apiClient.ts';
import { loadDeferred, type DeferredModules } from '../loadDeferred.ts';
import { STORAGE_KEY, getSessionStorage } from '../uploads/getSessionStorage.ts';
import type { PickedFiles, Upload } from '../uploads/upload.ts';
import type { UploadQueue } from '../uploads/uploadQueue.ts';
import type { JobScope } from '../uploads/uploadRecord.ts';

interface Options {
  client: () => ApiClient;
  /** Returns the API and batch that new jobs are created in. */
  scope: () => JobScope;
  onSent: (upload: Upload) => void;
}

/**
 * Manages an element's uploads. The upload modules are loaded when the first file is added, or at once if an earlier
 * visit recorded uploads in this tab.
 */
export class UploadController implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #options: Options;
  #modules: DeferredModules | undefined;
  #queue: UploadQueue | undefined;
  #connected = false;
  /** Aborted when the host disconnects, so that a folder that is still being read adds no more files. */
  #gathering = new AbortController();

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

  hostDisconnected(): void {
    this.#connected = false;
    // An element that is moved in the document reconnects before the microtask runs, and keeps its uploads.
    queueMicrotask(() => {
      if (this.#connected) return;
      this.#gathering.abort();
      this.#gathering = new AbortController();
      this.#queue?.cancelAll();
    });
  }

  get uploads(): readonly Upload[] {
    return this.#queue?.uploads ?? [];
  }

  /** Changes whenever a screen reader should announce the state of the uploads. */
  get phase(): string {
    if (!this.#queue || !this.#modules) return 'done';
    const remaining = this.uploads.filter(({ state }) => state === 'queued' || state === 'sending').length;
    return this.#modules.getUploadPhase(this.#queue, remaining);
  }

  /** The progress of all uploads, with Pause and Cancel buttons. */
  get bar(): TemplateResult | typeof nothing {
    return this.#queue && this.#modules ? this.#modules.renderUploadBar(this.#queue) : nothing;
  }

  /** @throws ApiError if the modules cannot be loaded; DOMException if a folder cannot be read */
  async add(picked: PickedFiles): Promise<void> {
    const { signal } = this.#gathering;
    const queue = await this.#load();
    await this.#modules!.gatherFiles(picked, {
      onFiles: (files) => {
        signal.throwIfAborted();
        queue.add(files);
      },
      onSkipped: () => queue.skipped++,
    });
    this.#host.requestUpdate();
  }

  cancel(clientRef: string): void {
    this.#queue?.cancel(clientRef);
  }

  retry(clientRef: string): void {
    this.#queue?.retry(clientRef);
  }

  /** Forgets an upload, its job, or both, so that the same file can be uploaded again as a new job. */
  forget(clientRef: string | undefined, jobId: string | undefined): void {
    this.#queue?.forget(clientRef, jobId);
  }

  async #load(): Promise<UploadQueue> {
    this.#modules = await loadDeferred();
    const { UploadQueue, UploadRecord } = this.#modules;
    this.#queue ??= new UploadQueue({
      ...this.#options,
      record: new UploadRecord(getSessionStorage()),
      onChange: () => this.#host.requestUpdate(),
    });
    this.#host.requestUpdate();
    return this.#queue;
  }
}
