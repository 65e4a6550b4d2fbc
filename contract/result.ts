import * as z from 'zod';
import { AnalyzerName, Attempt, Instant, JobId } from './ids.ts';
import { Box, Warning } from './image.ts';

/** A confidence from 0 to 100, as Rekognition returns it. */
export const Confidence = z.number().min(0).max(100);

/** One detection of a label in a frame. */
export const LabelInstance = z
  .object({ frame: z.number().int().min(0), box: Box, confidence: Confidence })
  .meta({ id: 'LabelInstance' });

/** A label and, where the analyzer locates it, its instances. */
export const Label = z
  .object({
    name: z.string().min(1).max(200),
    confidence: Confidence,
    instances: z.array(LabelInstance).max(10_000),
  })
  .meta({ id: 'Label' });

/** A detected word or line. `text` is present only if `keepDetectedText` is set. */
export const DetectedText = z
  .object({
    frame: z.number().int().min(0),
    box: Box,
    confidence: Confidence,
    text: z.string().max(2000).optional(),
  })
  .meta({ id: 'DetectedText' });

/** The largest result document that is read, in bytes. Lambda cannot return more in a response. */
export const MAX_RESULT_BYTES = 6 * 2 ** 20;

/**
 * The document that an analyzer writes into the derived bucket for each attempt, at
 * `results/{analyzer}/{tenant}/{jobId}/{attempt}.json`. It has at most 6 MiB. Boxes refer to the whole upright frame,
 * not to the rendition.
 */
export const ResultDocument = z
  .object({
    version: z.literal(1),
    jobId: JobId,
    attempt: Attempt,
    analyzer: AnalyzerName,
    createdAt: Instant,
    model: z.string().max(200).optional(),
    labels: z.array(Label).max(5000),
    text: z.array(DetectedText).max(10_000),
    warnings: z
      .array(Warning)
      .max(50)
      .optional()
      .meta({ description: 'Doubts about the result, such as detections that were left out.' }),
  })
  .meta({ id: 'ResultDocument' });

export type Label = z.infer<typeof Label>;
export type DetectedText = z.infer<typeof DetectedText>;
export type ResultDocument = z.infer<typeof ResultDocument>;
