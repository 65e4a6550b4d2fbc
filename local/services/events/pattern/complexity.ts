import { InvalidEventPatternException } from './invalidEventPatternException.ts';
import type { Pieces } from './wildcard.ts';

/**
 * So many beginnings of wildcards that one text can match, all at once, are more than EventBridge takes. It names no
 * number: it refuses `*:*:*:*:*:event-bus/*`, which comes to 10, and takes `*.bif`, `*.tiff`, `*.tif` and `*.svs`
 * together, which come to 8.
 */
const TOO_MANY = 10;
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

/** Where in which pattern a text may stand, as `pattern:place`; true where its last character led there. */
type Standing = ReadonlyMap<string, boolean>;

/** Throws where one field's wildcards are more complex than EventBridge takes. */
export function rejectComplexWildcards(wildcards: readonly Pieces[]): void {
  if (measureComplexity(wildcards, TOO_MANY) < TOO_MANY) return;
  throw new InvalidEventPatternException(
    'Rule is too complex - try using fewer wildcard characters or fewer repeating character sequences after a wildcard character',
  );
}

/**
 * The most beginnings of these wildcards, each star with and without, that some text can match together: what Event
 * Ruler calls a machine's complexity. It grows with stars, and with characters that are repeated behind one
 * (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-patterns-best-practices.html).
 * @param enough counts no further
 */
export function measureComplexity(wildcards: readonly Pieces[], enough: number): number {
  const patterns = wildcards.map(placesOf);
  const alphabet = new Set(patterns.flatMap((places) => places.map(({ character }) => character ?? '')));
  const seen = new Set<string>();
  const waiting: Standing[] = [new Map(patterns.map((_places, index) => [`${index}:0`, false]))];
  let most = 0;
  while (waiting.length > 0 && seen.size < MAX_SETS && most < enough) {
    const standing = waiting.sort((a, b) => a.size - b.size).pop()!;
    for (const character of alphabet) {
      const after = step(patterns, standing, character);
      const key = [...after].sort().join();
      if (seen.has(key)) continue;
      seen.add(key);
      most = Math.max(most, beginnings(patterns, after));
      waiting.push(after);
    }
  }
  return most;
}

const placeOf = (patterns: readonly Place[][], name: string) => {
  const [pattern = 0, at = 0] = name.split(':').map(Number);
  return { pattern, at, ...patterns[pattern]![at]! };
};

function step(patterns: readonly Place[][], standing: Standing, character: string): Standing {
  const after = new Map<string, boolean>();
  for (const name of standing.keys()) {
    const { pattern, at, character: wanted, star } = placeOf(patterns, name);
    if (star) after.set(name, after.get(name) ?? false);
    if (wanted === character) after.set(`${pattern}:${at + 1}`, true);
  }
  return after;
}

/** `ab*` is matched by what has just come to its star without it, and by whatever stands at it. */
const beginnings = (patterns: readonly Place[][], standing: Standing): number =>
  [...standing].reduce((sum, [name, arrived]) => sum + (placeOf(patterns, name).star && arrived ? 2 : 1), 0);
