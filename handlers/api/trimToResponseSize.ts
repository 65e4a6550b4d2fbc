import type { Analysis, Job } from '../../contract/index.ts';

/** Lambda limits a response to 6 MB. The rest is for headers and the escaping of the body in the proxy's JSON. */
const MAX_BYTES = 4_500_000;

/** Returns the job, with its lists shortened and a warning added if it does not fit into a response. */
export function trimToResponseSize(job: Job, maxBytes: number = MAX_BYTES): Job {
  let trimmed = job;
  for (let share = 0.5; bytes(trimmed) > maxBytes && share > 0.001; share /= 2) trimmed = trim(job, share);
  return trimmed;
}

const trim = (job: Job, share: number): Job => ({
  ...job,
  analyses: Object.fromEntries(
    Object.entries(job.analyses).map(([name, analysis]) => [name, trimAnalysis(analysis, share)]),
  ),
  warnings: [
    ...job.warnings,
    {
      code: 'results-cut',
      message:
        'The job has more results than a response can hold. Those with the highest confidence are shown.',
    },
  ],
});

const trimAnalysis = (analysis: Analysis, share: number): Analysis => ({
  ...analysis,
  labels: head(analysis.labels, share).map((label) => ({
    ...label,
    instances: head(label.instances, share),
  })),
  text: head(analysis.text, share),
});

const head = <T>(items: readonly T[], share: number): T[] => items.slice(0, Math.ceil(items.length * share));

const bytes = (value: unknown): number => Buffer.byteLength(JSON.stringify(JSON.stringify(value)));
