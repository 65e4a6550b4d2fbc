import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';

/** The contents of a stack's file. */
export interface StackFile {
  readonly region: string | undefined;
  /** By key without the project's namespace. */
  readonly values: Readonly<Record<string, string>>;
}

/** Stands for a value that only Pulumi can decrypt: as long as the longest that is asked for, letters and digits. */
const SECURE = 'x'.repeat(32);

const asText = (value: unknown): string =>
  typeof value === 'string'
    ? value
    : typeof value === 'object' && value !== null && 'secure' in value
      ? SECURE
      : JSON.stringify(value);

/** Reads a `Pulumi.STACK.yaml`; a secret in it is replaced by a text of the same kind. */
export async function readStackFile(file: string, project: string): Promise<StackFile> {
  const { config = {} } = parse(await readFile(file, 'utf8')) as { config?: Record<string, unknown> };
  const prefix = `${project}:`;
  const region = config['aws:region'];
  return {
    region: typeof region === 'string' ? region : undefined,
    values: Object.fromEntries(
      Object.entries(config)
        .filter(([key]) => key.startsWith(prefix))
        .map(([key, value]) => [key.slice(prefix.length), asText(value)]),
    ),
  };
}
