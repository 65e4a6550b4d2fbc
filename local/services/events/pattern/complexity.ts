import { InvalidEventPatternException } from './invalidEventPatternException.ts';
import type { Pieces } from './wildcard.ts';

/**
 * The complexity from which EventBridge rejects wildcards. AWS documents no number: EventBridge rejects
 * `*:*:*:*:*:event-bus/*`, which has a complexity of 10, and accepts `*.bif`, `*.tiff`, `*.tif` and `*.svs` together,
 * which have 8.
 */
const TOO_COMPLEX = 10;
/** The most sets of positions to examine, the largest first: enough to find every pattern that is too complex. */
const MAX_EXAMINED_SETS = 500;

/** One character of a wildcard pattern, with a flag for a star before it. */
interface Position {
  readonly character: string | undefined;
  readonly star: boolean;
}

const parsePositions = (pieces: Pieces): Position[] => [
  ...pieces.flatMap((piece, index) =>
    piece.split('').map((character, at) => ({ character, star: index > 0 && at === 0 })),
  ),
  { character: undefined, star: pieces.length > 1 && pieces.at(-1) === '' },
];

/** The positions that a text can reach, as `pattern:position`; true where its last character led there. */
type Reached = ReadonlyMap<string, boolean>;

/** Throws if the wildcards of one field are more complex than EventBridge accepts. */
export function rejectComplexWildcards(wildcards: readonly Pieces[]): void {
  if (measureComplexity(wildcards, TOO_COMPLEX) < TOO_COMPLEX) return;
  throw new InvalidEventPatternException(
    'Rule is too complex - try using fewer wildcard characters or fewer repeating character sequences after a wildcard character',
  );
}

/**
 * Measures what Event Ruler calls the complexity of a machine: the most prefixes of these wildcards, each star present
 * or absent, that one text can match together. It grows with stars, and with characters that are repeated after one
 * (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-patterns-best-practices.html).
 * @param enough the complexity at which to stop counting
 */
export function measureComplexity(wildcards: readonly Pieces[], enough: number): number {
  const patterns = wildcards.map(parsePositions);
  const alphabet = new Set(
    patterns.flatMap((positions) => positions.map(({ character }) => character ?? '')),
  );
  const seen = new Set<string>();
  const waiting: Reached[] = [new Map(patterns.map((_positions, index) => [`${index}:0`, false]))];
  let most = 0;
  while (waiting.length > 0 && seen.size < MAX_EXAMINED_SETS && most < enough) {
    const reached = waiting.sort((a, b) => a.size - b.size).pop()!;
    for (const character of alphabet) {
      const after = advance(patterns, reached, character);
      const key = [...after].sort().join();
      if (seen.has(key)) continue;
      seen.add(key);
      most = Math.max(most, countPrefixes(patterns, after));
      waiting.push(after);
    }
  }
  return most;
}

const findPosition = (patterns: readonly Position[][], name: string) => {
  const [pattern = 0, at = 0] = name.split(':').map(Number);
  return { pattern, at, ...patterns[pattern]![at]! };
};

function advance(patterns: readonly Position[][], reached: Reached, character: string): Reached {
  const after = new Map<string, boolean>();
  for (const name of reached.keys()) {
    const { pattern, at, character: wanted, star } = findPosition(patterns, name);
    if (star) after.set(name, after.get(name) ?? false);
    if (wanted === character) after.set(`${pattern}:${at + 1}`, true);
  }
  return after;
}

/** Counts the matched prefixes: `ab*` counts for a text that has just reached the star, and for one that is at it. */
const countPrefixes = (patterns: readonly Position[][], reached: Reached): number =>
  [...reached].reduce(
    (sum, [name, arrived]) => sum + (findPosition(patterns, name).star && arrived ? 2 : 1),
    0,
  );
