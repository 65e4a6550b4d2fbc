import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { readConfig } from '../../../local/graph/config.ts';
import type { StackSettings } from '../../../local/graph/graph.ts';
import { startResourceMonitor, type ResourceMonitor } from './resourceMonitor.ts';

export const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

interface Project {
  main: string;
  runtime: { name: string; options: { typescript: boolean; nodeargs: string } };
}

/** Runs the program as the Node language host of `pulumi up` does: with the options of Pulumi.yaml, and its own monitor. */
export async function up(settings: StackSettings, config: Record<string, string>): Promise<ResourceMonitor> {
  const monitor = await startResourceMonitor(settings);
  const { main, runtime } = parse(readFileSync(`${ROOT}Pulumi.yaml`, 'utf8')) as Project;
  const all = (await readConfig(`${ROOT}Pulumi.yaml`, config)).config;
  const child = spawn(
    process.execPath,
    [
      ...runtime.options.nodeargs.split(' '),
      'node_modules/@pulumi/pulumi/cmd/run/index.js',
      ...['--monitor', monitor.address, '--engine', monitor.address, '--project', settings.project],
      ...['--stack', settings.stack, '--pwd', ROOT, '--parallel', '16', main],
    ],
    {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        PULUMI_NODEJS_TYPESCRIPT: String(runtime.options.typescript),
        PULUMI_CONFIG: JSON.stringify({ 'aws:region': settings.region, ...all }),
        PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(['dicom-analyzer:originSecret']),
      },
    },
  );
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const code = await new Promise<number | null>((resolve) => child.once('exit', resolve));
  monitor.close();
  assert.equal(code, 0, `${output}\n${monitor.errors.join('\n')}`);
  return monitor;
}
