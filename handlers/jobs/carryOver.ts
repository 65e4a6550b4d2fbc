import {
  analyzerNames,
  currentAnalysis,
  currentDecode,
  currentFailure,
  deriveAnalysis,
  originOf,
} from './deriveState.ts';
import { hash128 } from './hash.ts';
import type { Fact, JobRow, SlotName, Slots } from './row.ts';
import { TIMED_OUT } from './toSummary.ts';

/**
 * Returns the facts that the next attempt takes over if only some analyzers run again: the decoded image, and what the
 * other analyzers reported. Each keeps the attempt in which it happened as its `origin`.
 */
export function carryOver(row: JobRow, retried: ReadonlySet<string>, now: number): Partial<Slots> {
  const attempt = row.attempt + 1;
  const carry = <F extends Fact>(fact: F): F => ({ ...fact, attempt, origin: originOf(fact) });
  const decode = currentDecode(row);
  if (decode?.outcome !== 'decoded') throw new Error('Only a decoded job has facts to take over.');
  const analyzers = [...new Set([...decode.analyzers, ...retried])].sort();
  const slots: Record<string, unknown> = { decode: { ...carry(decode), analyzers } };
  for (const name of analyzerNames(row).filter((one) => !retried.has(one))) {
    const [reported, failed] = [currentAnalysis(row, name), currentFailure(row, `analysis:${name}`)];
    if (reported !== undefined) slots[`analysis:${name}` satisfies SlotName] = carry(reported);
    if (failed !== undefined) slots[`failure:analysis:${name}` satisfies SlotName] = carry(failed);
    if (reported === undefined && failed === undefined && deriveAnalysis(row, name, now) === 'failed')
      slots[`failure:analysis:${name}` satisfies SlotName] = {
        attempt,
        eventId: hash128('timed-out', row.jobId, row.attempt, name),
        at: new Date(now).toISOString(),
        error: TIMED_OUT,
        origin: row.attempt,
      };
  }
  return slots as Partial<Slots>;
}
