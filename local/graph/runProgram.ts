import { fileURLToPath } from 'node:url';
import { RunError } from '@pulumi/pulumi';
import { UsageError } from '../usageError.ts';
import { collectGraph } from './collectGraph.ts';
import { readConfig } from './config.ts';
import type { Graph, StackSettings } from './graph.ts';

const ROOT = new URL('../../', import.meta.url);

export const REGION = 'us-east-1';
export const ACCOUNT_ID = '000000000000';

/**
 * Runs this repository's program with Pulumi.yaml's keys. Rejects with UsageError for a wrong value.
 *
 * @param values overrides by key, without the project's namespace
 */
export async function runProgram(
  values: Readonly<Record<string, string>>,
  settings: Pick<StackSettings, 'awsEndpointUrl' | 'seed'>,
): Promise<Graph> {
  const { project, config } = await readConfig(fileURLToPath(new URL('Pulumi.yaml', ROOT)), values);
  return withUsageErrors(
    collectGraph({
      program: fileURLToPath(new URL('index.ts', ROOT)),
      config,
      settings: { project, stack: 'local', region: REGION, accountId: ACCOUNT_ID, ...settings },
    }),
  );
}

/** Turns an error of the program's configuration into a UsageError that shows each key as a `--config` option. */
export async function withUsageErrors(graph: Promise<Graph>): Promise<Graph> {
  try {
    return await graph;
  } catch (error) {
    const isConfigError = error instanceof Error && error.name === 'ConfigError';
    if (!isConfigError && !RunError.isInstance(error)) throw error;
    const message = error.message.replaceAll(
      /pulumi config set (?:[\w-]+:)?(\w+) ('[^']*'|\S+)/g,
      '--config $1=$2',
    );
    throw new UsageError(message, { cause: error });
  }
}
