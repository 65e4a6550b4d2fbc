import type * as z from 'zod';
import { type Detail, ResultDocument, resultKey, resultPrefix } from '../../contract/index.ts';
import { readJsonIfPresent, putJsonIfAbsent, readJson } from '../adapters/objects.ts';
import { detectLabels, detectText } from '../adapters/rekognition.ts';
import { flagVariable, numberVariable, textVariable } from '../support/environment.ts';
import { FrameLabels, FrameText } from '../adapters/detections.ts';
import { type FrameDetections, toResultDocument } from './toResultDocument.ts';

export const ANALYZER = 'rekognition';

const bucket = textVariable('DERIVED_BUCKET');
const minConfidence = numberVariable('MIN_CONFIDENCE');
const maxLabels = numberVariable('MAX_LABELS');
const keepText = flagVariable('KEEP_DETECTED_TEXT');

type Job = { jobId: string; tenant: string; attempt: number };
type RenditionAt = Detail<'Image Decoded'>['data']['renditions'][number];

/** Writes the result document of an attempt unless it exists. Returns the number of its labels and texts. */
export async function analyzeJob(
  job: Job,
  renditions: readonly RenditionAt[],
  signal: AbortSignal,
): Promise<{ labels: number; text: number }> {
  const key = resultKey(ANALYZER, job.tenant, job.jobId, job.attempt);
  const existing = await readJsonIfPresent(bucket, key);
  const document =
    existing === undefined ? await writeResult(job, key, renditions, signal) : ResultDocument.parse(existing);
  return { labels: document.labels.length, text: document.text.length };
}

async function writeResult(
  job: Job,
  key: string,
  renditions: readonly RenditionAt[],
  signal: AbortSignal,
): Promise<ResultDocument> {
  const frames: FrameDetections[] = [];
  for (const rendition of renditions) frames.push(await analyzeFrame(job, rendition, signal));
  const { jobId, attempt } = job;
  const header = { jobId, attempt, analyzer: ANALYZER, createdAt: new Date().toISOString() };
  const document = ResultDocument.parse(toResultDocument(header, frames, keepText));
  const written = await putJsonIfAbsent(bucket, key, document);
  return written ? document : ResultDocument.parse(await readJson(bucket, key));
}

/** Analyzes one frame. Stores each response at once, so that a crash afterwards costs no second call. */
async function analyzeFrame(job: Job, rendition: RenditionAt, signal: AbortSignal): Promise<FrameDetections> {
  const { frame, crop, key } = rendition;
  const folder = `${resultPrefix(ANALYZER, job.tenant, job.jobId)}${job.attempt}/${frame}`;
  const [labels, text] = await Promise.all([
    readOrCreate(`${folder}-labels.json`, FrameLabels, () =>
      detectLabels(bucket, key, minConfidence, maxLabels, signal),
    ),
    readOrCreate(`${folder}-text.json`, FrameText, async () => {
      const { words } = await detectText(bucket, key, minConfidence, signal);
      return { words: keepText ? words : words.map(({ confidence, box }) => ({ confidence, box })) };
    }),
  ]);
  return { frame, crop, labels, text };
}

/** Reads a JSON document, or creates it if it does not exist. */
async function readOrCreate<T>(key: string, schema: z.ZodType<T>, create: () => Promise<T>): Promise<T> {
  const existing = await readJsonIfPresent(bucket, key);
  if (existing !== undefined) return schema.parse(existing);
  const created = await create();
  const written = await putJsonIfAbsent(bucket, key, created);
  return written ? created : schema.parse(await readJson(bucket, key));
}
