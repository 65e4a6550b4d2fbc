/**
 * Compares the permissions of the roles with the calls that they made.
 *
 *   npm run permissions              runs the whole journey on its own local cloud, and prints unused grants,
 *                                    denied calls, and every `*` with its reason
 *   npm run permissions -- --sweep   also removes each grant in turn, and prints a call that is then denied
 */
import { RESOURCELESS } from '../policies/rules/security.ts';
import { formatGrant } from './grants.ts';
import { evaluateGrants, listDeniedCalls } from './evaluateGrants.ts';
import { recordJourney } from './recordJourney.ts';

const { graph, calls, ends } = await recordJourney();
const evaluated = evaluateGrants(graph, calls);
const list = (title: string, lines: readonly string[]): void => {
  console.log(`\n${title}: ${lines.length}`);
  for (const line of lines) console.log(`  ${line}`);
};

list(
  'final states of the jobs',
  Object.entries(ends).map(([job, end]) => `${job.padEnd(18)} ${end}`),
);
if (process.argv.includes('--sweep'))
  list(
    'grants, each with a call that requires it',
    evaluated.map((grant) => {
      const { needed } = grant;
      return `${formatGrant(grant)}\n      ${needed ? `${needed.action} on ${needed.resource}` : 'nothing'}`;
    }),
  );
const unused = evaluated.filter(({ needed }) => needed === undefined).map(formatGrant);
const denied = listDeniedCalls(calls);
const everywhere = [
  ...new Set(evaluated.filter(({ resource }) => resource === '*').map(({ action }) => action)),
];
const unexplained = everywhere.filter((action) => !(action in RESOURCELESS));
list(
  'actions on every resource, with the reason',
  everywhere.map((action) => `${action.padEnd(30)} ${RESOURCELESS[action] ?? 'no known reason'}`),
);
list('unused grants', unused);
list('denied calls', denied);
console.log(`\n${evaluated.length} grants, ${calls.length} distinct calls`);
process.exitCode = unused.length + denied.length + unexplained.length > 0 ? 1 : 0;
