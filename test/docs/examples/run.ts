/** `npm run examples`: serves the examples of docs/examples/ until it is stopped. */
import { serveExamples } from './serveExamples.ts';

const { origin } = await serveExamples(Number(process.env.PORT ?? 4410));
console.log(`Examples: ${origin}`);
