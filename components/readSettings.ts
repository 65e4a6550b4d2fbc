import * as pulumi from '@pulumi/pulumi';
import { z } from 'zod';
import { ConfigError } from './configError.ts';
import { CONFIG_KEYS, type ConfigKey } from './configKeys.ts';
import { DEFAULTS, type ImageAnalysisArgs } from './imageAnalysisArgs.ts';

/**
 * Reads the program's configuration, of the project's own namespace.
 *
 * @throws ConfigError that names the key, says what it should be, and gives an example.
 */
export function readSettings(config = new pulumi.Config()): ImageAnalysisArgs {
  const values = Object.entries(CONFIG_KEYS).map(
    ([name, key]) => [name, readKey(config, name, key)] as const,
  );
  return Object.fromEntries(
    values.filter(([, value]) => value !== undefined),
  ) as unknown as ImageAnalysisArgs;
}

function readKey(config: pulumi.Config, name: string, { schema, expected, example }: ConfigKey): unknown {
  const full = `${config.name}:${name}`;
  const text = config.get(name);
  if (text === undefined || text === '') {
    if (name in DEFAULTS) return undefined;
    throw new ConfigError(full, 'is missing', expected, example);
  }
  const parsed = schema.safeParse(isText(schema) ? text : fromJson(text));
  if (parsed.success) return parsed.data;
  throw new ConfigError(full, `is ${JSON.stringify(text)}`, expected, example);
}

/** What is text stays text, even if it looks like a number. */
const isText = (schema: z.ZodType): boolean =>
  [z.ZodString, z.ZodStringFormat, z.ZodEnum].some((textual) => schema instanceof textual);

/** Anything that is no JSON is no number, boolean, list or object either: the schema says so. */
function fromJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
