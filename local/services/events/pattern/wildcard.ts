import { InvalidEventPatternException } from './invalidEventPatternException.ts';

/** A wildcard pattern cut at its stars: the pieces of literal text between them, two or more where it has a star. */
export type Pieces = readonly string[];

/** Reads `*` as any characters, `\*` and `\\` as themselves. Throws for what EventBridge refuses. */
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
 * Tells whether a text matches. Each piece is taken where it first occurs, which needs no backtracking: a pattern of
 * many stars cannot stall the bus, as a regular expression of it would.
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
