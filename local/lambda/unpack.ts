import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { FunctionSettings } from './functionSettings.ts';

/**
 * Writes a function's archive to `DIRECTORY/HASH/`, unless it is there, and returns that folder. Functions with equal
 * code share one folder.
 */
export async function unpack(directory: string, { code, codeHash }: FunctionSettings): Promise<string> {
  const folder = join(directory, createHash('sha256').update(codeHash).digest('hex').slice(0, 32));
  if (existsSync(folder)) return folder;
  const partial = `${folder}.partial`;
  await rm(partial, { recursive: true, force: true });
  for (const [path, content] of code.files) {
    await mkdir(dirname(join(partial, path)), { recursive: true });
    await writeFile(join(partial, path), content);
  }
  // Renamed when it is complete: a folder of that name holds all files.
  await rename(partial, folder);
  return folder;
}
