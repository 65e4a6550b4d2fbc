import { Worker } from 'node:worker_threads';
import type { DetectedObject, DetectReply, DetectRequest } from './detectionMessages.ts';
import type { DecodedImage } from './decodeImage.ts';

interface Waiting {
  readonly resolve: (objects: readonly DetectedObject[]) => void;
  readonly reject: (error: Error) => void;
}

/** Detects objects in a worker thread that starts with the first request. */
export class ObjectDetectionWorker {
  #worker: Worker | undefined;
  #next = 0;
  readonly #waiting = new Map<number, Waiting>();

  /** Starts the worker and loads the model. */
  warm(): void {
    this.#worker ??= this.#start();
  }

  /** Detects the objects of an image. @param minScore the lowest score, from 0 to 1 */
  detect({ rgb, width, height }: DecodedImage, minScore: number): Promise<readonly DetectedObject[]> {
    this.#worker ??= this.#start();
    const id = this.#next++;
    const request: DetectRequest = { id, pixels: rgb, width, height, minScore };
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#worker?.postMessage(request);
    });
  }

  async close(): Promise<void> {
    await this.#worker?.terminate();
  }

  #start(): Worker {
    const worker = new Worker(new URL('./tsWorker.mjs', import.meta.url), {
      execArgv: [],
      workerData: { program: new URL('./detectObjects.worker.ts', import.meta.url).href },
    });
    worker.on('message', (reply: DetectReply) => {
      const waiting = this.#waiting.get(reply.id);
      this.#waiting.delete(reply.id);
      if ('error' in reply) waiting?.reject(new Error(reply.error));
      else waiting?.resolve(reply.objects);
    });
    worker.on('error', (error) => this.#fail(error instanceof Error ? error : new Error(String(error))));
    worker.on('exit', (code) =>
      this.#fail(new Error(`The thread of the object detector ended with exit code ${code}`)),
    );
    return worker;
  }

  #fail(error: Error): void {
    this.#worker = undefined;
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}
