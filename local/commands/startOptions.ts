import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { parseConfig } from '../graph/parseConfig.ts';

/** What `npm start` was asked for. */
export interface StartOptions {
  /** The first of four ports in a row; 0 takes free ones. */
  readonly port: number;
  /** Where all state is kept. */
  readonly dataDir: string;
  /** Pulumi.yaml's keys. */
  readonly config: Readonly<Record<string, string>>;
  /** Faults strike by chance, in an order that this number fixes; without it none does. */
  readonly chaos?: number;
}

/** `--port N --data DIR --config KEY=VALUE… --chaos SEED`; throws on anything else, by name. */
export function parseOptions(args: readonly string[]): StartOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      port: { type: 'string', default: '4400' },
      data: { type: 'string', default: '.local' },
      config: { type: 'string', multiple: true, default: [] },
      chaos: { type: 'string' },
    },
  });
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65_532)
    throw new Error(`--port wants a number from 0 to 65532, and got \`${values.port}\``);
  const chaos = values.chaos === undefined ? undefined : Number(values.chaos);
  if (chaos !== undefined && !(Number.isInteger(chaos) && chaos >= 0))
    throw new Error(`--chaos wants a whole number from 0 on, and got \`${values.chaos}\``);
  return {
    port,
    dataDir: resolve(values.data),
    config: parseConfig(values.config),
    ...(chaos === undefined ? {} : { chaos }),
  };
}
