import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';

/** Reads the data directory's random seed, or creates it. Values that AWS makes at random and keeps are derived from it. */
export async function readOrCreateSeed(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    const seed = randomBytes(32).toString('hex');
    await writeFile(file, seed, { mode: 0o600 });
    return seed;
  }
}
