import * as z from 'zod';
import { AnalyzerName, Attempt, ClientKey, Instant, JobId } from './ids.ts';
import { ImageSummary, JobError, Rendition, Warning } from './image.ts';
import { DetectedText, Label } from './result.ts';

/** States that a job does not leave without a request. */
export const TerminalState = z.enum(['completed', 'rejected', 'failed', 'expired']);

/** A job's state. It is derived from the job's facts and never stored. */
export const JobState = z
  .enum(['awaiting-upload', 'decoding', 'analyzing', ...TerminalState.options])
  .meta({ id: 'JobState' });

/** The state of one analyzer. */
export const AnalysisState = z.enum(['pending', 'succeeded', 'failed']).meta({ id: 'AnalysisState' });

/** The results of one analyzer, or the reason for its failure. */
export const Analysis = z
  .object({
    state: AnalysisState,
    model: z.string().optional(),
    labels: z.array(Label),
    text: z.array(DetectedText),
    error: JobError.optional(),
  })
  .meta({ id: 'Analysis' });

/** A job without its results, as lists return it. */
export const JobSummary = z
  .object({
    jobId: JobId,
    clientRef: ClientKey.optional(),
    batch: ClientKey.optional(),
    state: JobState,
    attempt: Attempt,
    createdAt: Instant,
    updatedAt: Instant,
    image: ImageSummary.optional(),
    error: JobError.optional(),
    failedAnalyzers: z
      .array(AnalyzerName)
      .optional()
      .meta({ description: 'The analyzers that failed, also of a completed job. Absent if none did.' }),
  })
  .meta({ id: 'JobSummary' });

/** A job with its results, as `GET /jobs/{jobId}` returns it. */
export const Job = JobSummary.extend({
  renditions: z.array(Rendition),
  analyses: z.record(AnalyzerName, Analysis),
  warnings: z.array(Warning),
}).meta({ id: 'Job' });

export type TerminalState = z.infer<typeof TerminalState>;
export type JobState = z.infer<typeof JobState>;
export type AnalysisState = z.infer<typeof AnalysisState>;
export type Analysis = z.infer<typeof Analysis>;
export type JobSummary = z.infer<typeof JobSummary>;
export type Job = z.infer<typeof Job>;

/** Returns true for a state that a job does not leave without a request. */
export const isTerminal = (state: JobState): state is TerminalState => TerminalState.safeParse(state).success;
