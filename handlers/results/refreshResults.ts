import type { ResultDocument } from '../../contract/index.ts';
import { resultKey } from '../../contract/index.ts';
import { readJob, replaceAnalysis } from '../adapters/jobsTable.ts';
import { readVersionId } from '../adapters/objects.ts';
import { analyzerNames, currentAnalysis, originOf } from '../jobs/deriveState.ts';
import { type AnalysisFact, isTombstone, type JobRow } from '../jobs/row.ts';
import { omit } from '../support/omit.ts';
import { mapWithConcurrency } from '../support/mapWithConcurrency.ts';
import { readResult, type ResultReading } from './readResult.ts';

/** Documents in memory at once: each can have 6 MiB. */
const CONCURRENCY = 2;

/** Concurrent changes of one job after which its row is returned as it was read. */
const MAX_ROUNDS = 3;

/** A job whose row agrees with its result documents, and the documents that can be used. */
interface FreshJob {
  row: JobRow;
  results: Map<string, ResultDocument>;
}

/**
 * Reads the results that a job's analyzers reported, and records in the row those that have changed since they were
 * last read: replaced, repaired, lost. So the job's state, its ETag and its events agree with what is shown.
 * @returns undefined if the job was deleted meanwhile
 */
export async function refreshResults(bucket: string, row: JobRow): Promise<FreshJob | undefined> {
  let current = row;
  for (let round = 1; ; round++) {
    const { results, changes } = await readResults(bucket, current);
    if (changes.length === 0) return { row: current, results };
    const replaced = await recordChanges(current, changes);
    if (replaced !== undefined) return { row: replaced, results };
    const again = await readJob(row.jobId);
    if (again === undefined || isTombstone(again)) return undefined;
    current = again;
    if (round === MAX_ROUNDS) {
      const { results: latest, changes: pending } = await readResults(bucket, current);
      return { row: { ...current, ...Object.fromEntries(pending) }, results: latest };
    }
  }
}

type Change = [`analysis:${string}`, AnalysisFact];

async function readResults(
  bucket: string,
  row: JobRow,
): Promise<{ results: Map<string, ResultDocument>; changes: Change[] }> {
  const results = new Map<string, ResultDocument>();
  const changes: Change[] = [];
  await mapWithConcurrency(analyzerNames(row), CONCURRENCY, async (name) => {
    const fact = currentAnalysis(row, name);
    if (fact === undefined) return;
    const { document, ...reading } = await readResult(bucket, row, name, originOf(fact));
    if (document !== undefined) results.set(name, document);
    if (hasChanged(fact, reading)) changes.push([`analysis:${name}`, withReading(fact, reading)]);
  });
  return { results, changes };
}

async function recordChanges(row: JobRow, changes: readonly Change[]): Promise<JobRow | undefined> {
  let current: JobRow | undefined = row;
  for (const [slot, fact] of changes)
    current = current && (await replaceAnalysis(current, slot, fact, Date.now()));
  return current;
}

/** Returns true if the reading differs from that in the row. A row of an earlier release has no version. */
const hasChanged = (fact: AnalysisFact, { version, error }: ResultReading): boolean =>
  fact.error?.message !== error?.message ||
  ((fact.version !== undefined || fact.error !== undefined) && fact.version !== version);

/** Returns the fact with what was read of its document. */
export const withReading = (fact: AnalysisFact, { version, error }: ResultReading): AnalysisFact => ({
  ...omit(fact, 'version', 'error'),
  ...(version === undefined ? {} : { version }),
  ...(error === undefined ? {} : { error }),
});

/** Returns true if every reported result has the version that was last read. Costs no transfer of documents. */
export async function areResultsCurrent(bucket: string, row: JobRow): Promise<boolean> {
  const checks = await Promise.all(
    analyzerNames(row).map(async (name) => {
      const fact = currentAnalysis(row, name);
      if (fact === undefined) return true;
      const version = await readVersionId(bucket, resultKey(name, row.tenant, row.jobId, originOf(fact)));
      return fact.version === undefined && fact.error === undefined
        ? version !== undefined
        : fact.version === version;
    }),
  );
  return !checks.includes(false);
}
