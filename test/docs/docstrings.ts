import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';

const ROOT = new URL('../../', import.meta.url);

/** Returns the first paragraph of the doc comment before the matching export of each module in a folder. */
export function readDocComments(
  folder: string,
  before: RegExp,
): { name: string; file: string; text: string }[] {
  return readdirSync(new URL(folder, ROOT), { encoding: 'utf8', recursive: true })
    .filter((file) => file.endsWith('.ts'))
    .sort()
    .flatMap((file) => {
      const source = readFileSync(new URL(`${folder}/${file}`, ROOT), 'utf8');
      const found = before.exec(source);
      if (!found) return [];
      const text = docstringBefore(source.slice(0, found.index));
      if (text === '') throw new Error(`${folder}/${file}: '${found[0]}' has no doc comment`);
      return [{ name: found[1] ?? basename(file, '.ts'), file: `${folder}/${file}`, text }];
    });
}

/** Returns the text of the comment at the end of a source, up to an empty line or a tag. */
function docstringBefore(source: string): string {
  if (!source.trimEnd().endsWith('*/')) return '';
  return source
    .slice(source.lastIndexOf('/**'))
    .replaceAll(/^\s*(\/\*\*|\*\/|\*(?!\/))/gm, '')
    .replace(/\*\/\s*$/, '')
    .trim()
    .split(/\n\s*(?:\n|@)/)[0]!
    .replaceAll(/\s+/g, ' ')
    .trim();
}
