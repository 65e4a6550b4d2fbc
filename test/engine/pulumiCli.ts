import { PulumiCommand } from '@pulumi/pulumi/automation/index.js';
import { existsSync, mkdirSync, mkdtempSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

/** The Pulumi CLI is missing; the message says how to provide it. */
export class PulumiCliMissing extends Error {
  override readonly name = 'PulumiCliMissing';
}

/**
 * Finds the Pulumi CLI: the file that `PULUMI_BIN` names, else `pulumi` on the PATH.
 *
 * @throws PulumiCliMissing when there is neither
 */
export async function findPulumi(): Promise<PulumiCommand> {
  const found =
    process.env.PULUMI_BIN ??
    (process.env.PATH ?? '')
      .split(delimiter)
      .map((folder) => join(folder, 'pulumi'))
      .find((path) => existsSync(path));
  if (found === undefined || !existsSync(found))
    throw new PulumiCliMissing(
      'The Pulumi CLI is missing: put `pulumi` on the PATH, or name its file in PULUMI_BIN.',
    );
  // The Automation API wants a root folder with bin/pulumi.
  const root = mkdtempSync(join(tmpdir(), 'pulumi-cli-'));
  mkdirSync(join(root, 'bin'));
  symlinkSync(found, join(root, 'bin', 'pulumi'));
  return PulumiCommand.get({ root, skipVersionCheck: true });
}
