import * as pulumi from '@pulumi/pulumi';
import * as z from 'zod';
import { ConfigError, type ConfigProblem } from './configError.ts';
import { CONFIG_KEYS, type ConfigKey } from './configKeys.ts';
import { findContradictions } from './findContradictions.ts';
import { DEFAULTS, type ImageAnalysisArgs } from './imageAnalysisArgs.ts';

/**
 * Reads the program's configuration. The namespace is all its own: a program that has other keys gives it another one,
 * as `readSettings(new pulumi.Config('images'))`.
 *
 * @param config default: the project's own namespace
 * @throws ConfigError with every key that is missing, wrong or unknown: what it should be, and an example.
 */
export function readSettings(config = new pulumi.Config()): ImageAnalysisArgs {
  const problems: ConfigProblem[] = unknownKeys(config.name);
  const values: Record<string, unknown> = {};
  for (const [name, key] of Object.entries(CONFIG_KEYS)) {
    const read = readKey(`${config.name}:${name}`, name in DEFAULTS, key);
    if ('fault' in read) problems.push({ ...read, expected: key.expected, example: key.example });
    else if (read.value !== undefined) values[name] = read.value;
  }
  const settings = values as unknown as ImageAnalysisArgs;
  if (problems.length === 0) return settings;
  const named = new Set(problems.map(({ key }) => key));
  const others = findContradictions({ ...DEFAULTS, ...settings })
    .map((problem) => ({ ...problem, key: `${config.name}:${problem.key}` }))
    .filter(({ key }) => !named.has(key));
  throw new ConfigError([...problems, ...others]);
}

function readKey(
  key: string,
  optional: boolean,
  { schema, secret }: ConfigKey,
): { value: unknown } | { key: string; fault: string } {
  // Config.get warns of a secret; what is one stays one, below.
  const text = pulumi.runtime.getConfig(key);
  if (text === undefined || text === '')
    return optional ? { value: undefined } : { key, fault: 'is missing' };
  const parsed = schema.safeParse(isText(schema) ? text : fromJson(text));
  if (!parsed.success)
    return { key, fault: secret ? 'is not what it should be' : `is ${JSON.stringify(text)}` };
  return { value: secret ? pulumi.secret(parsed.data) : parsed.data };
}

/** A key that nobody reads is most often one that was misspelt. */
const unknownKeys = (namespace: string): ConfigProblem[] =>
  Object.keys(pulumi.runtime.allConfig())
    .filter((key) => key.startsWith(`${namespace}:`) && !(key.slice(namespace.length + 1) in CONFIG_KEYS))
    .map((key) => ({
      key,
      fault: 'is unknown',
      expected: `one of ${Object.keys(CONFIG_KEYS).join(', ')}`,
      example: CONFIG_KEYS.environment.example,
    }));

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
