import * as z from 'zod';
import { TokenBucket } from '../tokenBucket.ts';
import { decodeImage, type DecodedImage } from './decodeImage.ts';
import type { DetectedObject } from './detectionMessages.ts';
import { checkFormat, checkLength, checkSides } from './imageLimits.ts';
import { buildLabels } from './buildLabels.ts';
import { ObjectDetectionWorker } from './objectDetectionWorker.ts';
import { RekognitionError } from './rekognitionError.ts';
import { ResultCache } from './resultCache.ts';
import { TextRecognitionWorker, type RecognizedLine } from './textRecognitionWorker.ts';
import { buildTextDetections } from './buildTextDetections.ts';

/** The model versions of responses: they show that no call to AWS was made. */
const LABEL_MODEL = 'local COCO-SSD 2.2 (lite MobileNet v2)';
const TEXT_MODEL = 'local Tesseract 5';

const Image = z.strictObject({
  Bytes: z.string().optional(),
  S3Object: z
    .strictObject({ Bucket: z.string(), Name: z.string(), Version: z.string().optional() })
    .optional(),
});
const DetectLabels = z.strictObject({
  Image,
  MaxLabels: z.number().int().min(0).default(1000),
  MinConfidence: z.number().min(0).max(100).default(55),
  Features: z.array(z.literal('GENERAL_LABELS')).optional(),
});
const DetectText = z.strictObject({
  Image,
  Filters: z
    .strictObject({
      WordFilter: z.strictObject({ MinConfidence: z.number().min(0).max(100).optional() }).optional(),
    })
    .optional(),
});

/** Reads an object with the caller's permissions; throws the errors of S3. */
export type ReadCallersObject = (bucket: string, key: string, version: string | undefined) => Promise<Buffer>;

/** Rekognition's default quota of an account in us-east-1: calls a second of each operation. */
const QUOTA = { rate: 50, burst: 50 };

/** The number of cached results, a few kilobytes each. */
const CACHED_RESULTS = 500;

interface Sides {
  readonly width: number;
  readonly height: number;
}

function parseInput<T>(schema: z.ZodType<T>, input: unknown): T {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  // Rejects parameters that the local models do not support, instead of ignoring them.
  throw new RekognitionError('InvalidParameterException', z.prettifyError(result.error));
}

/** Implements Rekognition's DetectLabels and DetectText with COCO-SSD and Tesseract. */
export class Rekognition {
  readonly #objects = new ObjectDetectionWorker();
  readonly #text = new TextRecognitionWorker();
  readonly #objectsOf = new ResultCache<{ image: Sides; objects: readonly DetectedObject[] }>(CACHED_RESULTS);
  readonly #linesOf = new ResultCache<{ image: Sides; lines: readonly RecognizedLine[] }>(CACHED_RESULTS);
  readonly #buckets: Readonly<Record<'DetectLabels' | 'DetectText', TokenBucket>>;

  constructor(now: () => number) {
    this.#buckets = { DetectLabels: new TokenBucket(QUOTA, now), DetectText: new TokenBucket(QUOTA, now) };
  }

  /** Loads both models, so that the first image does not wait for them. */
  warm(): void {
    this.#objects.warm();
    this.#text.warm();
  }

  async close(): Promise<void> {
    await Promise.all([this.#objects.close(), this.#text.close()]);
  }

  async detectLabels(input: unknown, read: ReadCallersObject): Promise<Record<string, unknown>> {
    this.#throttle('DetectLabels');
    const { Image: source, MaxLabels, MinConfidence } = parseInput(DetectLabels, input);
    const content = await this.#readContent(source, read);
    const { image, objects } = await this.#objectsOf.getOrCompute(
      content,
      String(MinConfidence),
      async () => {
        const { rgb, ...sides } = await this.#decodeImage(content);
        return { image: sides, objects: await this.#objects.detect({ rgb, ...sides }, MinConfidence / 100) };
      },
    );
    return { Labels: buildLabels(objects, image, MaxLabels), LabelModelVersion: LABEL_MODEL };
  }

  async detectText(input: unknown, read: ReadCallersObject): Promise<Record<string, unknown>> {
    this.#throttle('DetectText');
    const { Image: source, Filters } = parseInput(DetectText, input);
    const content = await this.#readContent(source, read);
    const { image, lines } = await this.#linesOf.getOrCompute(content, '', async () => {
      const { width, height } = await this.#decodeImage(content);
      return { image: { width, height }, lines: await this.#text.recognize(content) };
    });
    const minConfidence = Filters?.WordFilter?.MinConfidence ?? 50;
    return { TextDetections: buildTextDetections(lines, image, minConfidence), TextModelVersion: TEXT_MODEL };
  }

  #throttle(operation: 'DetectLabels' | 'DetectText'): void {
    if (!this.#buckets[operation].take())
      throw new RekognitionError(
        'ProvisionedThroughputExceededException',
        `${operation}: more than ${QUOTA.rate} calls a second`,
      );
  }

  async #readContent({ Bytes, S3Object }: z.infer<typeof Image>, read: ReadCallersObject): Promise<Buffer> {
    if ((Bytes === undefined) === (S3Object === undefined))
      throw new RekognitionError('InvalidParameterException', 'Image must have either Bytes or S3Object');
    const content =
      S3Object === undefined ? Buffer.from(Bytes ?? '', 'base64') : await this.#fromS3(S3Object, read);
    checkLength(content.length, S3Object === undefined ? 'inline' : 's3');
    checkFormat(content);
    return content;
  }

  async #decodeImage(content: Buffer): Promise<DecodedImage> {
    const image = await decodeImage(content).catch((error: unknown) => {
      throw new RekognitionError(
        'InvalidImageFormatException',
        `The image cannot be decoded: ${String(error)}`,
      );
    });
    checkSides(image.width, image.height);
    return image;
  }

  async #fromS3(
    { Bucket, Name, Version }: { Bucket: string; Name: string; Version?: string | undefined },
    read: ReadCallersObject,
  ): Promise<Buffer> {
    if (Bucket.includes('.'))
      throw new RekognitionError(
        'InvalidS3ObjectException',
        `The name of a bucket must not contain dots: ${Bucket}`,
      );
    try {
      return await read(Bucket, Name, Version);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new RekognitionError(
        'InvalidS3ObjectException',
        `Unable to get object metadata from S3. Check object key, region and/or access permissions. (${reason})`,
      );
    }
  }
}
