import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * The path of a file of this package, named from its root and without extension: TypeScript in the source
 * tree, JavaScript in the published package.
 *
 * @throws Error when neither is there.
 */
export function entryPath(name: string): string {
  const candidates = ['.ts', '.js'].map((extension) =>
    fileURLToPath(new URL(`../${name}${extension}`, import.meta.url)),
  );
  const found = candidates.find((candidate) => existsSync(candidate));
  if (found === undefined)
    throw new Error(`No file ${candidates.join(' or ')}: the package is incomplete; install it again.`);
  return found;
}
