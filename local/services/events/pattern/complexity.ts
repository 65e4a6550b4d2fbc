import { InvalidEventPatternException } from './invalidEventPatternException.ts';
import type { Pieces } from './wildcard.ts';

/** So many places in its wildcards that one text can stand at, all at once, are more than EventBridge takes. */
const MAX_PLACES = 100;
/** So many sets of places are looked at, the largest first; a pattern that is too complex shows by then. */
const MAX_SETS = 500;

/** One character of a wildcard pattern, and whether the star before it may swallow more first. */
interface Place {
  readonly character: string | undefined;
  readonly star: boolean;
}

const placesOf = (pieces: Pieces): Place[] => [
  ...pieces.flatMap((piece, index) =>
    piece.split('').map((character, at) => ({ character, star: index > 0 && at === 0 })),
  ),
  { character: undefined, star: pieces.length > 1 && pieces.at(-1) === '' },
];

/**
 * Throws where one field's wildcards make too many partial matches: the most places in them that some text can stand
 * at together, which is what Event Ruler calls a machine's complexity. It grows with stars, and with characters that
 * are repeated behind one (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-patterns-best-practices.html).
 */
export function refuseComplexWildcards(wildcards: readonly Pieces[]): void {
  const patterns = wildcards.map(placesOf);
  if (patterns.reduce((sum, places) => sum + places.length, 0) <= MAX_PLACES) return;
  const alphabet = new Set(patterns.flatMap((places) => places.map(({ character }) => character ?? '')));
  const seen = new Set<string>();
  const waiting = [new Set(patterns.map((_places, index) => `${index}:0`))];
  while (waiting.length > 0 && seen.size < MAX_SETS) {
    const set = waiting.sort((a, b) => a.size - b.size).pop()!;
    for (const character of alphabet) {
      const after = step(patterns, set, character);
      const key = [...after].sort().join();
      if (seen.has(key)) continue;
      seen.add(key);
      if (after.size > MAX_PLACES)
        throw new InvalidEventPatternException(
          'Rule is too complex - try using fewer wildcard characters or fewer repeating character sequences after a wildcard character',
        );
      waiting.push(after);
    }
  }
}

function step(patterns: readonly Place[][], set: ReadonlySet<string>, character: string): Set<string> {
  const after = new Set<string>();
  for (const place of set) {
    const [pattern = 0, at = 0] = place.split(':').map(Number);
    const { character: wanted, star } = patterns[pattern]![at]!;
    if (star) after.add(place);
    if (wanted === character) after.add(`${pattern}:${at + 1}`);
  }
  return after;
}
