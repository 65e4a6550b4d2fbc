import type * as z from 'zod';
import { type Detail, ResultDocument, resultKey, resultPrefix } from '../../contract/index.ts';
import { putJson, readJsonIfPresent, putJsonIfAbsent, readJson } from '../adapters/objects.ts';
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
  const document = await readOrCreate(key, ResultDocument, () => createResult(job, renditions, signal));
  return { labels: document.labels.length, text: document.text.length };
}

async function createResult(
  job: Job,
  renditions: readonly RenditionAt[],
  signal: AbortSignal,
): Promise<ResultDocument> {
  const frames: FrameDetections[] = [];
  for (const rendition of renditions) frames.push(await analyzeFrame(job, rendition, signal));
  const { jobId, attempt } = job;
  const header = { jobId, attempt, analyzer: ANALYZER, createdAt: new Date().toISOString() };
  return ResultDocument.parse(toResultDocument(header, frames, keepText));
}

/**
 * Analyzes one frame. Each response is stored at once under the rendition's digest, so that neither a crash nor a later
 * attempt at the same picture pays for it again.
 */
async function analyzeFrame(job: Job, rendition: RenditionAt, signal: AbortSignal): Promise<FrameDetections> {
  const { frame, crop, key, digest } = rendition;
  const prefix = resultPrefix(ANALYZER, job.tenant, job.jobId);
  // Events of an earlier release have no digest.
  const path = prefix + (digest === undefined ? `${job.attempt}/${frame}` : `answers/${digest}`);
  // One call that fails must not leave the other's response, which is paid for, behind.
  const [labels, text] = await allOrFirstError(
    readOrCreate(`${path}-labels.json`, FrameLabels, () =>
      detectLabels(bucket, key, minConfidence, maxLabels, signal),
    ),
    readOrCreate(`${path}-text.json`, FrameText, async () => {
      const { words } = await detectText(bucket, key, minConfidence, signal);
      return { words: keepText ? words : words.map(({ confidence, box }) => ({ confidence, box })) };
    }),
  );
  return { frame, crop, labels, text };
}

/** Waits for both promises, then returns their values or throws the first error. */
async function allOrFirstError<A, B>(first: Promise<A>, second: Promise<B>): Promise<[A, B]> {
  await Promise.allSettled([first, second]);
  return Promise.all([first, second]);
}

/** Reads a JSON document. Creates it if it does not exist, or if what is there does not match its schema. */
async function readOrCreate<T>(key: string, schema: z.ZodType<T>, create: () => Promise<T>): Promise<T> {
  const existing = schema.safeParse(await readJsonIfPresent(bucket, key));
  if (existing.success) return existing.data;
  const created = await create();
  if (await putJsonIfAbsent(bucket, key, created)) return created;
  const other = schema.safeParse(await readJson(bucket, key));
  if (other.success) return other.data;
  await putJson(bucket, key, created);
  return created;
}
