import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Returns a word as text and as Base64 at each of the three alignments. */
function encodingsOf(word: string): Buffer[] {
  const base64 = [0, 1, 2].map((before) => {
    const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(word)]);
    const text = bytes.toString('base64').replace(/=+$/, '');
    // The first and last characters depend on the neighbouring bytes.
    return text.slice(before === 0 ? 0 : before + 1, bytes.length % 3 === 0 ? undefined : -1);
  });
  const wide = [Buffer.from(word, 'utf16le'), Buffer.from(word, 'utf16le').swap16()];
  return [
    Buffer.from(word),
    Buffer.from(word.toLowerCase()),
    ...wide,
    ...base64.map((text) => Buffer.from(text)),
  ];
}

/** Returns the words that the bytes contain, each with its context. */
export function findCanaries(bytes: Uint8Array, words: readonly string[]): string[] {
  const buffer = Buffer.from(bytes);
  return words.flatMap((word) =>
    encodingsOf(word).flatMap((form) => {
      const at = buffer.indexOf(form);
      return at < 0
        ? []
        : [`${word}: …${buffer.subarray(Math.max(0, at - 120), at + 80).toString('latin1')}…`];
    }),
  );
}

/** Searches every file under a folder except the excluded ones. A canary in a file name counts too. */
export function findCanariesInFolder(
  folder: string,
  words: readonly string[],
  leftOut: (path: string) => boolean,
): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).flatMap((name) => {
    const path = join(folder, name);
    const inName = findCanaries(Buffer.from(name), words);
    if (leftOut(name) || !statSync(path).isFile()) return inName;
    return [...inName, ...findCanaries(readFileSync(path), words)].map((found) => `${name}: ${found}`);
  });
}
