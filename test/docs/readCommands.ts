import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Returns the commands of a document's code blocks, in order: lines joined at `\`, without comments. */
export function readCommands(document: string): string[] {
  const text = readFileSync(fileURLToPath(new URL(`../../${document}`, import.meta.url)), 'utf8');
  return [...text.matchAll(/^```\n([^]*?)^```$/gm)].flatMap(([, block]) =>
    block!
      .replace(/[ \t]+#.*$/gm, '')
      .replace(/\\\n\s*/g, '')
      .split('\n')
      .filter((line) => line.trim() !== '' && !line.startsWith('#')),
  );
}
