import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { isTerminal } from '../../contract/index.ts';
import { publish } from '../adapters/events.ts';
import { markAnnounced, readJob } from '../adapters/jobsTable.ts';
import { buildEvent } from '../events/buildEvent.ts';
import { analyzerNames, deriveAnalysis, deriveState } from '../jobs/deriveState.ts';
import { isTombstone, type JobRow, type StoredJob } from '../jobs/row.ts';
import { metrics } from '../support/powertools.ts';

/**
 * Publishes `Job Completed` for a job in a terminal state, and then marks it as announced. A crash in between repeats
 * the event with the same id.
 */
export async function announceCompletion(row: JobRow, causationId: string): Promise<void> {
  let current: StoredJob | undefined = row;
  while (current !== undefined && !isTombstone(current)) {
    const now = Date.now();
    const state = deriveState(current, now);
    const announced = `${current.attempt}#${state}`;
    if (!isTerminal(state) || current.announced === announced) return;
    const job: JobRow = current;
    const analyses = Object.fromEntries(
      analyzerNames(job).map((name) => [name, deriveAnalysis(job, name, now)]),
    );
    const context = { jobId: job.jobId, tenant: job.tenant, attempt: job.attempt, causationId, now };
    await publish(buildEvent('Job Completed', context, { state, analyses }, state));
    metrics.addMetric(`Jobs-${state}`, MetricUnit.Count, 1);
    if (await markAnnounced(job, announced)) return;
    current = await readJob(job.jobId);
  }
}
