import type { Analysis, Job } from '../../contract/index.ts';

/** Lambda answers at most 6 MB; the rest is for headers and for the escaping of the proxy's own JSON. */
const MAX_BYTES = 4_500_000;

/** The job as it is, or with its longest lists cut and a warning that says so, so that it fits into an answer. */
export function trimToResponseSize(job: Job, maxBytes: number = MAX_BYTES): Job {
  let fitted = job;
  for (let share = 0.5; bytes(fitted) > maxBytes && share > 0.001; share /= 2) fitted = cut(job, share);
  return fitted;
}

const cut = (job: Job, share: number): Job => ({
  ...job,
  analyses: Object.fromEntries(
    Object.entries(job.analyses).map(([name, analysis]) => [name, cutAnalysis(analysis, share)]),
  ),
  warnings: [
    ...job.warnings,
    { code: 'results-cut', message: 'There are more results than an answer holds; the surest are shown.' },
  ],
});

const cutAnalysis = (analysis: Analysis, share: number): Analysis => ({
  ...analysis,
  labels: head(analysis.labels, share).map((label) => ({
    ...label,
    instances: head(label.instances, share),
  })),
  text: head(analysis.text, share),
});

const head = <T>(items: readonly T[], share: number): T[] => items.slice(0, Math.ceil(items.length * share));

const bytes = (value: unknown): number => Buffer.byteLength(JSON.stringify(JSON.stringify(value)));
