import { fileURLToPath } from 'node:url';
import { collectGraph } from './collectGraph.ts';
import { readConfig } from './config.ts';
import type { Graph, StackSettings } from './graph.ts';

const ROOT = new URL('../../', import.meta.url);

export const REGION = 'us-east-1';
export const ACCOUNT_ID = '000000000000';

/**
 * Runs this repository's own program with Pulumi.yaml's keys.
 *
 * @param values overrides by key, without the project's namespace
 */
export async function runProgram(
  values: Readonly<Record<string, string>>,
  settings: Pick<StackSettings, 'awsEndpointUrl' | 'seed'>,
): Promise<Graph> {
  const { project, config } = await readConfig(fileURLToPath(new URL('Pulumi.yaml', ROOT)), values);
  return collectGraph({
    program: fileURLToPath(new URL('index.ts', ROOT)),
    config,
    settings: { project, stack: 'local', region: REGION, accountId: ACCOUNT_ID, ...settings },
  });
}
