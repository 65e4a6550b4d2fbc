import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * Returns the path of a module of this package: TypeScript in the source tree, JavaScript in the published package.
 *
 * @param name the path from the package's root, without extension
 * @throws Error when there is no such file
 */
export function entryPath(name: string): string {
  const candidates = ['.ts', '.js'].map((extension) =>
    fileURLToPath(new URL(`../${name}${extension}`, import.meta.url)),
  );
  const found = candidates.find((candidate) => existsSync(candidate));
  if (found === undefined)
    throw new Error(
      `There is no file ${candidates.join(' or ')}: the package is incomplete. Install it again.`,
    );
  return found;
}
