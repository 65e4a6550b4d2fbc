import type * as z from 'zod';
import { type Detail, ResultDocument, resultKey, resultPrefix } from '../../contract/index.ts';
import { readJsonIfPresent, putJsonIfAbsent, readJson } from '../adapters/objects.ts';
import { detectLabels, detectText } from '../adapters/rekognition.ts';
import { flagVariable, numberVariable, textVariable } from '../support/environment.ts';
import { FrameLabels, FrameText } from './detections.ts';
import { type FrameDetections, toResultDocument } from './toResultDocument.ts';

export const ANALYZER = 'rekognition';

const bucket = textVariable('DERIVED_BUCKET');
const minConfidence = numberVariable('MIN_CONFIDENCE');
const maxLabels = numberVariable('MAX_LABELS');
const keepText = flagVariable('KEEP_DETECTED_TEXT');

type Job = { jobId: string; tenant: string; attempt: number };
type RenditionAt = Detail<'Image Decoded'>['data']['renditions'][number];

/** Writes the result document of an attempt, unless it is there already; tells how much it holds. */
export async function analyzeJob(
  job: Job,
  renditions: readonly RenditionAt[],
  signal: AbortSignal,
): Promise<{ labels: number; text: number }> {
  const key = resultKey(ANALYZER, job.tenant, job.jobId, job.attempt);
  const present = await readJsonIfPresent(bucket, key);
  const document =
    present === undefined ? await writeResult(job, key, renditions, signal) : ResultDocument.parse(present);
  return { labels: document.labels.length, text: document.text.length };
}

async function writeResult(
  job: Job,
  key: string,
  renditions: readonly RenditionAt[],
  signal: AbortSignal,
): Promise<ResultDocument> {
  const answers: FrameDetections[] = [];
  for (const rendition of renditions) answers.push(await analyzeFrame(job, rendition, signal));
  const { jobId, attempt } = job;
  const about = { jobId, attempt, analyzer: ANALYZER, createdAt: new Date().toISOString() };
  const document = ResultDocument.parse(toResultDocument(about, answers, keepText));
  const written = await putJsonIfAbsent(bucket, key, document);
  return written ? document : ResultDocument.parse(await readJson(bucket, key));
}

/** Each answer is paid for, so it is written down at once: a crash after it costs no second call. */
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

async function readOrCreate<T>(key: string, schema: z.ZodType<T>, ask: () => Promise<T>): Promise<T> {
  const present = await readJsonIfPresent(bucket, key);
  if (present !== undefined) return schema.parse(present);
  const answer = await ask();
  const written = await putJsonIfAbsent(bucket, key, answer);
  return written ? answer : schema.parse(await readJson(bucket, key));
}
