/** `npm run manifest`: writes the custom elements manifest, and the tables in docs/ that are made from it. */
import { writeFileSync } from 'node:fs';
import { makeManifestFiles } from './pages.ts';

for (const [path, text] of Object.entries(await makeManifestFiles())) {
  writeFileSync(new URL(`../../../${path}`, import.meta.url), text);
  console.log(path);
}
