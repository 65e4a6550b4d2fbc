/**
 * `npm run preflight [-- --stack NAME]… [--config KEY=VALUE]… [--region REGION] [--lambda-concurrency N]`: what AWS would
 * refuse of the program, for each stack that has a file, or those named. Exits 1 if there is anything.
 */
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { collectGraph } from '../graph/collectGraph.ts';
import { readConfig } from '../graph/config.ts';
import { parseConfig } from '../graph/parseConfig.ts';
import { ACCOUNT_ID, REGION } from '../graph/runProgram.ts';
import { readStackFile } from '../graph/stackFile.ts';
import { CHECKS, linesOf, preflight } from '../preflight/preflight.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const { values } = parseArgs({
  options: {
    stack: { type: 'string', multiple: true },
    config: { type: 'string', multiple: true, default: [] },
    region: { type: 'string' },
    'lambda-concurrency': { type: 'string', default: '1000' },
  },
});
const stacks =
  values.stack ?? readdirSync(ROOT).flatMap((file) => /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1] ?? []);
const lambdaConcurrency = Number(values['lambda-concurrency']);
if (!Number.isInteger(lambdaConcurrency) || lambdaConcurrency < 1)
  throw new Error(`--lambda-concurrency wants a number above 0, and got \`${values['lambda-concurrency']}\``);

let refused = 0;
for (const stack of stacks) {
  const { project } = await readConfig(`${ROOT}Pulumi.yaml`, {});
  const file = await readStackFile(`${ROOT}Pulumi.${stack}.yaml`, project);
  const region = values.region ?? file.region ?? REGION;
  const { config } = await readConfig(`${ROOT}Pulumi.yaml`, {
    ...file.values,
    ...parseConfig(values.config),
  });
  const graph = await collectGraph({
    program: `${ROOT}index.ts`,
    config,
    settings: {
      ...{ project, stack, region, accountId: ACCOUNT_ID },
      ...{ awsEndpointUrl: `https://sqs.${region}.amazonaws.com`, seed: 'preflight' },
    },
  });
  const refusals = preflight(graph, { region, lambdaConcurrency });
  refused += refusals.length;
  console.log(
    `${stack}, ${region}: ${CHECKS.length} checks of ${graph.resources.length} resources, ${refusals.length} refusals`,
  );
  for (const line of linesOf(refusals)) console.log(`  ${line}`);
}
process.exit(refused > 0 ? 1 : 0);
