import { rename, writeFile } from 'node:fs/promises';

/** Writes JSON to a partial file and renames it, so that a reader never sees half a file. Only the owner may read it. */
export async function writeJsonAtomically(file: string, value: unknown): Promise<void> {
  const partial = `${file}.partial`;
  await writeFile(partial, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
  await rename(partial, file);
}
