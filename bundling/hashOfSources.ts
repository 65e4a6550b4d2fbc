import { createHash, randomUUID } from 'node:crypto';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { MODULES_FOLDER, PACKAGE_ROOT } from './packageRoot.ts';

/** Files in which package managers (npm, pnpm, Yarn) record what they installed in `node_modules`. */
const INSTALLED = ['.package-lock.json', '.pnpm/lock.yaml', '.yarn-state.yml', '.yarn-integrity'];

const known = new Map<string, string>();

/**
 * Returns a short hash of all that a bundle is made of: the files below some folders of this package, and the installed
 * packages, by their package manager's record. Without such a record each process gets a different hash, so that no
 * bundle is reused.
 */
export function hashOfSources(folders: readonly string[]): string {
  const key = folders.join();
  const hash = known.get(key) ?? calculate(folders);
  known.set(key, hash);
  return hash;
}

function calculate(folders: readonly string[]): string {
  const hash = createHash('sha256');
  for (const path of [...folders.flatMap((folder) => filesBelow(join(PACKAGE_ROOT, folder)))].sort())
    hash.update(`${relative(PACKAGE_ROOT, path)}\0`).update(readFileSync(path));
  return hash.update(installedPackages()).digest('hex').slice(0, 16);
}

const filesBelow = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

function installedPackages(): Uint8Array {
  const modules = MODULES_FOLDER ?? join(PACKAGE_ROOT, 'node_modules');
  const record = INSTALLED.map((name) => join(modules, name)).find((path) => existsSync(path));
  return record === undefined ? Buffer.from(randomUUID()) : readFileSync(record);
}
