import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { MODULES_FOLDER, PACKAGE_ROOT } from './packageRoot.ts';

/** Files of a bundle by their path in it, with `/`. */
export type BundleFiles = ReadonlyMap<string, Uint8Array>;

const DAYS_KEPT = 14;
const DAY_MS = 86_400_000;

let chosen: string | undefined;

/**
 * Returns the folder for bundles: `.bundles/` in a checkout, and `node_modules/.cache/dicom-analyzer/` of the project in
 * which the package is installed; a temporary folder where that cannot be written.
 */
export const bundleFolder = (): string => (chosen ??= chooseFolder());

function chooseFolder(): string {
  const preferred =
    MODULES_FOLDER === undefined
      ? join(PACKAGE_ROOT, '.bundles')
      : join(MODULES_FOLDER, '.cache/dicom-analyzer');
  try {
    mkdirSync(preferred, { recursive: true });
    rmSync(mkdtempSync(join(preferred, 'probe-')), { recursive: true });
  } catch {
    return mkdtempSync(join(tmpdir(), 'dicom-analyzer-'));
  }
  removeUnused(preferred);
  return preferred;
}

/** Removes bundles that no program has used for some days. */
function removeUnused(folder: string): void {
  for (const name of readdirSync(folder)) {
    const used = statSync(join(folder, name), { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
    if (Date.now() - used > DAYS_KEPT * DAY_MS) rmSync(join(folder, name), { recursive: true, force: true });
  }
}

/** Returns the folder of the bundle of that name, or undefined where none was written. */
export function findBundle(name: string): string | undefined {
  const folder = join(bundleFolder(), name);
  if (!existsSync(folder)) return undefined;
  const now = new Date();
  utimesSync(folder, now, now);
  return folder;
}

/**
 * Writes a bundle, unless there is one of that name, and returns its folder.
 * @param name with a hash: bundles of one name hold the same files
 */
export function writeBundle(name: string, files: BundleFiles): string {
  const known = findBundle(name);
  if (known !== undefined) return known;
  const folder = join(bundleFolder(), name);
  const partial = mkdtempSync(`${folder}.partial-`);
  try {
    writeFiles(partial, files);
    // Renamed when it is complete: a folder with the bundle's name holds all files.
    renameSync(partial, folder);
  } catch (error) {
    rmSync(partial, { recursive: true, force: true });
    // Another process may have written the same bundle meanwhile.
    if (!existsSync(folder)) throw error;
  }
  return folder;
}

/** Writes files below a folder. */
export function writeFiles(folder: string, files: BundleFiles): void {
  for (const [path, contents] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), contents);
  }
}

/** Returns a short hash of files, whatever their order. */
export function hashOfFiles(files: BundleFiles): string {
  const hash = createHash('sha256');
  for (const [path, contents] of [...files].sort(([one], [other]) => (one < other ? -1 : 1)))
    hash.update(`${path}\0${contents.length}\0`).update(contents);
  return hash.digest('hex').slice(0, 16);
}
