import { InvalidEventPatternException } from './invalidEventPatternException.ts';

/** A wildcard pattern split at its stars: the literal pieces, two or more if it has a star. */
export type Pieces = readonly string[];

/** Parses `*` as any characters, `\*` and `\\` as literals. Throws for a pattern that EventBridge rejects. */
export function parseWildcard(pattern: string): Pieces {
  const pieces = [''];
  let starAt = -2;
  for (let index = 0; index < pattern.length; index++) {
    const character = pattern[index]!;
    if (character === '*') {
      if (starAt === index - 1)
        throw new InvalidEventPatternException(`Consecutive wildcard characters at pos ${index - 1}`);
      starAt = index;
      pieces.push('');
      continue;
    }
    const escaped = character === '\\' ? (pattern[++index] ?? '') : character;
    if (character === '\\' && escaped !== '*' && escaped !== '\\')
      throw new InvalidEventPatternException(`Invalid escape character at pos ${index - 1}`);
    pieces.push((pieces.pop() ?? '') + escaped);
  }
  return pieces;
}

/**
 * Compiles a test that a text matches. Each piece is matched at its first occurrence, without backtracking: a pattern
 * with many stars cannot stall the bus, as a regular expression would.
 */
export function compileWildcardTest(pattern: string): (text: string) => boolean {
  const pieces = parseWildcard(pattern);
  const [first = '', ...rest] = pieces;
  const last = rest.pop();
  if (last === undefined) return (text) => text === first;
  return (text) => {
    if (!text.startsWith(first)) return false;
    let at = first.length;
    for (const piece of rest) {
      const found = text.indexOf(piece, at);
      if (found < 0) return false;
      at = found + piece.length;
    }
    return text.length - last.length >= at && text.endsWith(last);
  };
}
