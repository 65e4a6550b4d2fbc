import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';

interface Declared {
  readonly type?: string;
  readonly default?: unknown;
}

interface ProjectFile {
  readonly name: string;
  readonly config?: Readonly<Record<string, Declared>>;
}

const asText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

/**
 * The program's configuration as `pulumi up` would give it: Pulumi.yaml's defaults, then `values`, each by its full key.
 * A key that Pulumi.yaml does not declare is an error that names those it does.
 */
export async function readConfig(
  projectFile: string,
  values: Readonly<Record<string, string>>,
): Promise<{ project: string; config: Record<string, string> }> {
  const { name, config: declared = {} } = parse(await readFile(projectFile, 'utf8')) as ProjectFile;
  const unknown = Object.keys(values).filter((key) => !(key in declared));
  if (unknown.length > 0)
    throw new Error(
      `Pulumi.yaml declares no ${unknown.map((key) => `\`${key}\``).join(', ')}; it has ${Object.keys(declared).join(', ')}.`,
    );
  const config: Record<string, string> = {};
  for (const [key, declaration] of Object.entries(declared)) {
    const value =
      values[key] ?? (declaration.default === undefined ? undefined : asText(declaration.default));
    if (value !== undefined) config[`${name}:${key}`] = value;
  }
  return { project: name, config };
}
