/** `npm run manifest`: writes the elements' manifest, and the tables of the pages about them. */
import { writeFileSync } from 'node:fs';
import { manifestFiles } from './pages.ts';

for (const [path, text] of Object.entries(await manifestFiles())) {
  writeFileSync(new URL(`../../../${path}`, import.meta.url), text);
  console.log(path);
}
