/** `npm run docs`: renders the documents from the resource graph into `docs/`. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { minimalGraph, renderDocuments, fullGraph } from './documents.ts';

const folder = new URL('../../docs/', import.meta.url);
mkdirSync(new URL('deployer/', folder), { recursive: true });
for (const [name, text] of Object.entries(await renderDocuments(await fullGraph(), await minimalGraph()))) {
  writeFileSync(new URL(name, folder), text);
  console.log(`docs/${name}`);
}
