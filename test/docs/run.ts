/** `npm run docs`: writes the documents that are made from the resource graph into `docs/`. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { bareGraph, documentsOf, fullGraph } from './documents.ts';

const folder = new URL('../../docs/', import.meta.url);
mkdirSync(new URL('deployer/', folder), { recursive: true });
for (const [name, text] of Object.entries(await documentsOf(await fullGraph(), await bareGraph()))) {
  writeFileSync(new URL(name, folder), text);
  console.log(`docs/${name}`);
}
