/** `npm run examples`: serves the examples of docs/examples/ until it is stopped. */
import { hasFrameworks, serveExamples } from './serveExamples.ts';

const { origin } = await serveExamples(Number(process.env.PORT ?? 4410));
console.log(`Examples: ${origin}`);
if (!hasFrameworks())
  console.log('React, Vue and Angular are missing. For their pages, run: (cd docs/examples && npm ci)');
