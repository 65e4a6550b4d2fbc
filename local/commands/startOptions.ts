import { resolve } from 'node:path';
import type { LocalCloudOptions } from '../startLocalCloud.ts';
import { UsageError } from '../usageError.ts';
import { parseCommandLine } from './commandLine.ts';
import { readConfigOptions } from './readConfigOptions.ts';

/** The options of `npm start`. */
export interface StartOptions extends LocalCloudOptions {
  /** The seed of random faults; undefined for a run without faults. */
  readonly chaos?: number;
}

const HELP = `Usage: npm start -- [options]

Runs this project's Pulumi program on a local cloud, until Ctrl+C.

Options:
  --port N            the first of four ports in a row, 0 for any free ones (default 4400)
  --data DIR          the folder for all state, logs and outputs.json (default .local)
  --config KEY=VALUE  a configuration key of Pulumi.yaml; may be repeated
  --chaos SEED        injects random faults; the number SEED fixes their order
  --help              prints this text
`;

/** Reads the options of `npm start`; throws UsageError for a wrong one. */
export async function readStartOptions(args: readonly string[]): Promise<StartOptions> {
  const { values } = parseCommandLine(
    {
      command: 'npm start',
      help: HELP,
      options: {
        port: { type: 'string', default: '4400' },
        data: { type: 'string', default: '.local' },
        config: { type: 'string', multiple: true, default: [] },
        chaos: { type: 'string' },
      },
    },
    args,
  );
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65_532)
    throw new UsageError(`--port must be a whole number from 0 to 65532, not \`${values.port}\``);
  const chaos = values.chaos === undefined ? undefined : Number(values.chaos);
  if (chaos !== undefined && !(Number.isInteger(chaos) && chaos >= 0))
    throw new UsageError(`--chaos must be a whole number from 0 on, not \`${String(values.chaos)}\``);
  return {
    port,
    dataDir: resolve(values.data),
    config: await readConfigOptions(values.config),
    ...(chaos === undefined ? {} : { chaos }),
  };
}
