/** A worker thread that detects objects with COCO-SSD: TensorFlow.js would block the event loop for each image. */
import { parentPort } from 'node:worker_threads';
import type { DetectReply, DetectRequest } from './detectionMessages.ts';
import { ObjectDetector } from './objectDetector.ts';

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
