import { rename, writeFile } from 'node:fs/promises';

/** Writes JSON beside the file and renames it there: whoever sees the file sees all of it. Only the owner may read it. */
export async function writeJsonAtomically(file: string, value: unknown): Promise<void> {
  const partial = `${file}.partial`;
  await writeFile(partial, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
  await rename(partial, file);
}
