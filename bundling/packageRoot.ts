import { sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder that holds `bundling/`, `handlers/` and the others: the checkout, or `dist/` of the published package. */
export const PACKAGE_ROOT = fileURLToPath(new URL('..', import.meta.url));

/** The `node_modules` folder of the project in which this package is installed; undefined in a checkout. */
export const MODULES_FOLDER = modulesFolder();

function modulesFolder(): string | undefined {
  const name = `${sep}node_modules${sep}`;
  // The first of them: package managers nest further ones, each with some packages only.
  const start = PACKAGE_ROOT.indexOf(name);
  return start < 0 ? undefined : PACKAGE_ROOT.slice(0, start + name.length - 1);
}
