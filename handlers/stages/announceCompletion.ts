import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { isTerminal } from '../../contract/index.ts';
import { publish } from '../adapters/events.ts';
import { markAnnounced, readJob } from '../adapters/jobsTable.ts';
import { buildEvent } from '../events/buildEvent.ts';
import { analyzerNames, currentAnalysis, deriveAnalysis, deriveState } from '../jobs/deriveState.ts';
import { hash128 } from '../jobs/hash.ts';
import { isTombstone, type JobRow, type StoredJob } from '../jobs/row.ts';
import { metrics } from '../support/powertools.ts';

/**
 * Publishes `Job Completed` for a job in a terminal state, and then marks it as announced. A crash in between repeats
 * the event with the same id. A later change of the outcome, such as a repaired result, is announced too.
 */
export async function announceCompletion(row: JobRow, causationId: string): Promise<void> {
  let current: StoredJob | undefined = row;
  while (current !== undefined && !isTombstone(current)) {
    const now = Date.now();
    const state = deriveState(current, now);
    if (!isTerminal(state)) return;
    const job: JobRow = current;
    const analyses = Object.fromEntries(
      analyzerNames(job).map((name) => [name, deriveAnalysis(job, name, now)]),
    );
    // Facts that reach a failed job do not change its outcome until they complete it.
    const outcome =
      state === 'completed'
        ? hash128(state, ...Object.entries(analyses).flat(), ...resultVersions(job))
        : hash128(state);
    const announced = `${job.attempt}#${state}#${outcome}`;
    // An earlier release stored no outcome.
    if (job.announced === announced || job.announced === `${job.attempt}#${state}`) return;
    const context = { jobId: job.jobId, tenant: job.tenant, attempt: job.attempt, causationId, now };
    await publish(buildEvent('Job Completed', context, { state, analyses }, outcome));
    metrics.addMetric(`Jobs-${state}`, MetricUnit.Count, 1);
    if (await markAnnounced(job, announced)) return;
    current = await readJob(job.jobId);
  }
}

/** Returns the versions of the results, which tell a repaired outcome from the first one. */
const resultVersions = (row: JobRow): string[] =>
  analyzerNames(row).map((name) => currentAnalysis(row, name)?.version ?? '');
