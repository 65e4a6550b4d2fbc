/** `npm run preflight`: lists everything in the program that AWS would reject, stack by stack. */
import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { UsageError } from '../usageError.ts';
import { parseCommandLine, runCommand } from './commandLine.ts';
import { readConfigOptions } from './readConfigOptions.ts';

const COMMAND = 'npm run preflight';

const HELP = `Usage: npm run preflight -- [options]

Lists everything in the Pulumi program that AWS would reject. Exits with 1 if there is anything.

Options:
  --stack NAME             a stack to check, by its Pulumi.NAME.yaml; may be repeated (default all)
  --config KEY=VALUE       a configuration key of Pulumi.yaml; may be repeated
  --region REGION          the AWS region (default the stack's)
  --lambda-concurrency N   the account's quota of concurrent executions (default 1000)
  --help                   prints this text
`;

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

await runCommand(COMMAND, async () => {
  const { values } = parseCommandLine({
    command: COMMAND,
    help: HELP,
    options: {
      stack: { type: 'string', multiple: true },
      config: { type: 'string', multiple: true, default: [] },
      region: { type: 'string' },
      'lambda-concurrency': { type: 'string', default: '1000' },
    },
  });
  const known = readdirSync(ROOT).flatMap((file) => /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1] ?? []);
  const stacks = values.stack ?? known;
  for (const stack of stacks)
    if (!existsSync(`${ROOT}Pulumi.${stack}.yaml`))
      throw new UsageError(`There is no Pulumi.${stack}.yaml; the stacks are ${known.join(', ')}`);
  const lambdaConcurrency = Number(values['lambda-concurrency']);
  if (!Number.isInteger(lambdaConcurrency) || lambdaConcurrency < 1)
    throw new UsageError(
      `--lambda-concurrency must be a whole number above 0, not \`${values['lambda-concurrency']}\``,
    );
  const overrides = await readConfigOptions(values.config);

  const [{ collectGraph }, { readConfig }, { readStackFile }, { CHECKS, linesOf, preflight }] =
    await Promise.all([
      import('../graph/collectGraph.ts'),
      import('../graph/config.ts'),
      import('../graph/stackFile.ts'),
      import('../preflight/preflight.ts'),
    ]);
  const { ACCOUNT_ID, REGION, withUsageErrors } = await import('../graph/runProgram.ts');
  let rejections = 0;
  for (const stack of stacks) {
    const { project } = await readConfig(`${ROOT}Pulumi.yaml`, {});
    const file = await readStackFile(`${ROOT}Pulumi.${stack}.yaml`, project);
    const region = values.region ?? file.region ?? REGION;
    const { config } = await readConfig(`${ROOT}Pulumi.yaml`, { ...file.values, ...overrides });
    const graph = await withUsageErrors(
      collectGraph({
        program: `${ROOT}index.ts`,
        config,
        settings: {
          ...{ project, stack, region, accountId: ACCOUNT_ID },
          ...{ awsEndpointUrl: `https://sqs.${region}.amazonaws.com`, seed: 'preflight' },
        },
      }),
    );
    const found = preflight(graph, { region, lambdaConcurrency });
    rejections += found.length;
    console.log(
      `${stack}, ${region}: ${CHECKS.length} checks of ${graph.resources.length} resources, ${found.length} refusals`,
    );
    for (const line of linesOf(found)) console.log(`  ${line}`);
  }
  return rejections > 0 ? 1 : 0;
});
