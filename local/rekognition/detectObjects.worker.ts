/** A worker thread that finds objects by COCO-SSD: TensorFlow.js would hold up everything else for each image. */
import { parentPort } from 'node:worker_threads';
import { ObjectDetector } from './objectDetector.ts';

/** A question: pixels as RGB, 8 bits each. */
export interface DetectRequest {
  readonly id: number;
  readonly pixels: Uint8Array;
  readonly width: number;
  readonly height: number;
  /** From 0 to 1. */
  readonly minScore: number;
}

/** The answer; boxes in pixels as [left, top, width, height]. */
export type DetectReply =
  | { readonly id: number; readonly objects: readonly DetectedObject[] }
  | { readonly id: number; readonly error: string };

export interface DetectedObject {
  readonly name: string;
  readonly score: number;
  readonly box: readonly [number, number, number, number];
}

const port = parentPort;
if (port === null) throw new Error('detectObjects.worker.ts runs as a worker thread');
const detector = ObjectDetector.load();
let queue = Promise.resolve();

async function answer(request: DetectRequest): Promise<DetectReply> {
  try {
    return { id: request.id, objects: await (await detector).detect(request) };
  } catch (error) {
    return { id: request.id, error: error instanceof Error ? error.message : String(error) };
  }
}

port.on('message', (request: DetectRequest) => {
  queue = queue.then(async () => port.postMessage(await answer(request)));
});
