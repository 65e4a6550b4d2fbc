/** Writes the site into the package that is about to be packed: `node dist/bundling/prebuildSite.js`. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { buildSite } from './buildSite.ts';
import { writeFiles } from './bundleFolder.ts';
import { PACKAGE_ROOT } from './packageRoot.ts';
import { PREBUILT } from './siteFiles.ts';

const folder = join(PACKAGE_ROOT, PREBUILT);
rmSync(folder, { recursive: true, force: true });
writeFiles(folder, buildSite());
