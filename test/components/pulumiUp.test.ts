import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { collectGraph } from '../../local/graph/collect.ts';
import { readConfig } from '../../local/graph/config.ts';
import type { StackSettings } from '../../local/graph/graph.ts';
import { REQUIRED } from './support/collectProgram.ts';
import { startResourceMonitor, type ResourceMonitor } from './support/resourceMonitor.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const SETTINGS: StackSettings = {
  project: 'dicom-analyzer',
  stack: 'a-stack-with-rather-a-long-name',
  region: 'us-east-1',
  accountId: '000000000000',
  awsEndpointUrl: 'http://127.0.0.1:1',
  seed: 'seed',
};
/** How Pulumi writes a value that is not known yet. */
const UNKNOWN = '04da6b54-80e4-46f7-96ec-b56ff0331ba9';

interface Project {
  main: string;
  runtime: { name: string; options: { typescript: boolean; nodeargs: string } };
}

/** Runs the program as the Node language host of `pulumi up` does. */
async function up(config: Record<string, string>): Promise<ResourceMonitor> {
  const monitor = await startResourceMonitor(SETTINGS);
  const { main, runtime } = parse(readFileSync(`${ROOT}Pulumi.yaml`, 'utf8')) as Project;
  const all = (await readConfig(`${ROOT}Pulumi.yaml`, config)).config;
  const child = spawn(
    process.execPath,
    [
      ...runtime.options.nodeargs.split(' '),
      'node_modules/@pulumi/pulumi/cmd/run/index.js',
      ...['--monitor', monitor.address, '--engine', monitor.address, '--project', SETTINGS.project],
      ...['--stack', SETTINGS.stack, '--pwd', ROOT, '--parallel', '16', main],
    ],
    {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        PULUMI_NODEJS_TYPESCRIPT: String(runtime.options.typescript),
        PULUMI_CONFIG: JSON.stringify({ 'aws:region': SETTINGS.region, ...all }),
        PULUMI_CONFIG_SECRET_KEYS: '[]',
      },
    },
  );
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const code = await new Promise<number | null>((resolve) => child.once('exit', resolve));
  monitor.close();
  assert.equal(code, 0, `${said}\n${monitor.errors.join('\n')}`);
  return monitor;
}

const named = (resources: readonly { type: string; name: string }[]): string[] =>
  resources.map(({ type, name }) => `${type} ${name}`).sort();

describe('the program under pulumi up', function () {
  this.timeout(120_000);

  const combinations: [string, Record<string, string>][] = [
    ['the least', { analyzers: '[]' }],
    [
      'everything',
      {
        network: 'create',
        auditTrail: 'true',
        domainName: 'images.example.org',
        certificateArn: 'arn:aws:acm:us-east-1:123456789012:certificate/11111111',
        externalAnalyzers: '["sharpness=arn:aws:iam::210987654321:role/sharpness"]',
      },
    ],
  ];
  for (const [what, options] of combinations)
    it(`registers the same resources as under the mocks, with ${what}, each known and named once, and every function tagged`, async () => {
      const { resources, errors } = await up({ ...REQUIRED, ...options });
      assert.deepEqual(errors, []);
      const { config } = await readConfig(`${ROOT}Pulumi.yaml`, { ...REQUIRED, ...options });
      const mocked = await collectGraph({ program: `${ROOT}index.ts`, config, settings: SETTINGS });
      assert.deepEqual(named(resources), named(mocked.resources));
      const urns = resources.map(({ urn }) => urn);
      assert.deepEqual(
        urns.filter((urn, index) => urns.indexOf(urn) !== index),
        [],
      );
      const unresolved = resources.filter(
        ({ inputs }) =>
          /Calling \[toString\] on an \[Output|\[object Object\]|undefined/.test(
            JSON.stringify({ ...inputs, code: null, source: null }),
          ) || JSON.stringify(inputs).includes(UNKNOWN),
      );
      assert.deepEqual(named(unresolved), []);
      const untagged = resources.filter(
        ({ type, inputs }) =>
          type === 'aws:lambda/function:Function' &&
          (inputs.tags as Record<string, string> | undefined)?.stack !== SETTINGS.stack,
      );
      assert.deepEqual(named(untagged), []);
    });
});
