import { InvalidEventPatternException } from './invalidEventPatternException.ts';
import { compileMatcher, findWildcards, type Matcher } from './matcher.ts';
import { parseWildcard, type Pieces } from './wildcard.ts';

/** One alternative of a pattern: every path must have a value that one of its matchers accepts. `$or` makes several. */
export type Branch = ReadonlyMap<string, readonly Matcher[]>;

/** The most branches that EventBridge accepts. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html#eb-filtering-complex-example-or */
const MAX_BRANCHES = 1000;

/** Event Ruler's reserved words, which are not allowed as field names inside `$or`. */
const RESERVED_IN_OR = new Set([
  ...[
    'exactly',
    'equals-ignore-case',
    'prefix',
    'suffix',
    'anything-but',
    'exists',
    'wildcard',
    'numeric',
    'cidr',
  ],
  ...['=', '<', '<=', '>', '>=', 'regex', 'not-wildcard', 'not-equals-ignore-case'],
  ...['date-after', 'date-on-or-after', 'date-before', 'date-on-or-before', 'in-date-range'],
  ...['ip-address-in-range', 'ip-address-not-in-range'],
]);

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Compiles a pattern into its branches; throws InvalidEventPatternException. Where `$or` is not a relationship, Event
 * Ruler reads it as a field of that name, for rules that are older than `$or`; a pattern never mixes the two.
 * @param admit called with the wildcards of each field; may throw
 */
export function compile(
  pattern: unknown,
  admit: (wildcards: readonly Pieces[]) => void = () => undefined,
): readonly Branch[] {
  if (!isObject(pattern)) throw new InvalidEventPatternException('Filter is not an object');
  try {
    return inObject([new Map()], [], pattern, { orIsName: false, inOr: false, admit });
  } catch (error) {
    try {
      return inObject([new Map()], [], pattern, { orIsName: true, inOr: false, admit });
    } catch {
      throw error;
    }
  }
}

interface Reading {
  readonly orIsName: boolean;
  readonly inOr: boolean;
  readonly admit: (wildcards: readonly Pieces[]) => void;
}

function inObject(
  branches: readonly Branch[],
  path: readonly string[],
  object: object,
  reading: Reading,
): Branch[] {
  const entries = Object.entries(object) as [string, unknown][];
  if (entries.length === 0) throw new InvalidEventPatternException('Empty objects are not allowed');
  let result = [...branches];
  for (const [name, value] of entries) {
    if (name === '$or' && !reading.orIsName) {
      result = inOrRelationship(result, path, value, reading);
      continue;
    }
    if (reading.inOr && RESERVED_IN_OR.has(name))
      throw new InvalidEventPatternException(
        `${name} is Ruler reserved fieldName which cannot be used inside $or.`,
      );
    if (Array.isArray(value)) {
      if (value.length === 0) throw new InvalidEventPatternException('Empty arrays are not allowed');
      const matchers = value.map(compileMatcher);
      reading.admit([...new Set(value.flatMap(findWildcards))].map(parseWildcard));
      result = result.map((branch) => new Map(branch).set([...path, name].join('.'), matchers));
    } else if (isObject(value)) result = inObject(result, [...path, name], value, reading);
    else throw new InvalidEventPatternException(`"${name}" must be an object or an array`);
  }
  return result;
}

function inOrRelationship(
  branches: readonly Branch[],
  path: readonly string[],
  alternatives: unknown,
  reading: Reading,
): Branch[] {
  if (!Array.isArray(alternatives))
    throw new InvalidEventPatternException('It must be an Array followed with $or.');
  const result: Branch[] = [];
  for (const alternative of alternatives as unknown[]) {
    if (!isObject(alternative))
      throw new InvalidEventPatternException('Only JSON object is allowed in array of $or relationship.');
    result.push(...inObject(branches, path, alternative, { ...reading, inOr: true }));
    if (result.length > MAX_BRANCHES)
      throw new InvalidEventPatternException(`$or makes more than ${MAX_BRANCHES} combinations`);
  }
  if (alternatives.length < 2)
    throw new InvalidEventPatternException('There must have at least 2 Objects in $or relationship.');
  return result;
}
