/**
 * `npm run api-access [-- --json]` sends every call of the API with every kind of token, for the resources of each of two
 * tenants of a local cloud. It prints the statuses, wrong responses and cross-tenant reads, and exits 1 if there are any
 * of the latter two.
 */
import { parseArgs } from 'node:util';
import { runAccessMatrix } from './accessMatrix.ts';

const { values } = parseArgs({ options: { json: { type: 'boolean', default: false } } });
const report = await runAccessMatrix(true);
if (values.json) console.log(JSON.stringify(report));
else {
  const width = Math.max(...report.tokens.map((name) => name.length)) + 2;
  const columns = report.calls.map((name) => Math.max(name.length, 7) + 2);
  const line = (first: string, cells: readonly string[]): string =>
    first.padEnd(width) + cells.map((cell, index) => cell.padEnd(columns[index]!)).join('');
  console.log("Status by token and call: the owner's, then after a slash another tenant's if it differs.\n");
  console.log(line('token', report.calls));
  for (const token of report.tokens)
    console.log(
      line(
        token,
        report.calls.map((call) => report.statuses[token]?.[call] ?? '-'),
      ),
    );
  for (const { owner, token, call, why } of report.wrong)
    console.log(`WRONG: ${token} on ${call} of ${owner}: ${why}`);
  const { tenants, tokens, calls, requests, wrong, crossTenantReads } = report;
  console.log(
    `\n${tenants} tenants, ${calls.length} calls, ${tokens.length} tokens, ${requests} requests: ` +
      `${wrong.length} wrong responses, ${crossTenantReads} cross-tenant reads`,
  );
}
process.exit(report.wrong.length + report.crossTenantReads > 0 ? 1 : 0);
