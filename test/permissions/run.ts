/**
 * Compares what the roles may do with what they did.
 *
 *   npm run permissions              runs the whole journey on its own local cloud, and prints what was granted
 *                                    and never used, what was denied, and every `*` with its reason
 *   npm run permissions -- --sweep   also takes every grant away, one at a time, and prints the call that is refused then
 */
import { RESOURCELESS } from '../policies/rules/security.ts';
import { wordsOf } from './grants.ts';
import { judgeGrants, missing } from './judge.ts';
import { recordedJourney } from './recordedJourney.ts';

const { graph, calls, ends } = await recordedJourney();
const judged = judgeGrants(graph, calls);
const list = (title: string, lines: readonly string[]): void => {
  console.log(`\n${title}: ${lines.length}`);
  for (const line of lines) console.log(`  ${line}`);
};

list(
  'how the jobs of the journey ended',
  Object.entries(ends).map(([job, end]) => `${job.padEnd(18)} ${end}`),
);
if (process.argv.includes('--sweep'))
  list(
    'grants, and what is refused without each',
    judged.map((grant) => {
      const { needed } = grant;
      return `${wordsOf(grant)}\n      ${needed ? `${needed.action} on ${needed.resource}` : 'nothing'}`;
    }),
  );
const unused = judged.filter(({ needed }) => needed === undefined).map(wordsOf);
const denied = missing(calls);
const everywhere = [
  ...new Set(judged.filter(({ resource }) => resource === '*').map(({ action }) => action)),
];
const unexplained = everywhere.filter((action) => !(action in RESOURCELESS));
list(
  'actions on every resource, and why',
  everywhere.map((action) => `${action.padEnd(30)} ${RESOURCELESS[action] ?? 'for no reason that is known'}`),
);
list('granted and never used', unused);
list('denied', denied);
console.log(`\n${judged.length} grants, ${calls.length} different calls`);
process.exitCode = unused.length + denied.length + unexplained.length > 0 ? 1 : 0;
