import { fileURLToPath } from 'node:url';
import { parseConfig } from '../graph/parseConfig.ts';
import { readConfig } from '../graph/config.ts';
import { UsageError } from '../usageError.ts';

const PROJECT_FILE = fileURLToPath(new URL('../../Pulumi.yaml', import.meta.url));

/** Reads the `--config KEY=VALUE` options of a command; throws UsageError for a key that Pulumi.yaml does not declare. */
export async function readConfigOptions(pairs: readonly string[]): Promise<Record<string, string>> {
  try {
    const values = parseConfig(pairs);
    await readConfig(PROJECT_FILE, values);
    return values;
  } catch (cause) {
    throw new UsageError(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}
