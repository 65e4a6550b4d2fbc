import { compileCidrTest, parseAddress } from './address.ts';
import { compileIgnoreCaseTest } from './ignoreCase.ts';
import { InvalidEventPatternException } from './invalidEventPatternException.ts';
import { compileNumericTest } from './numeric.ts';
import { compileWildcardTest } from './wildcard.ts';

/** A value of an event that is neither an object nor an array. */
export type Leaf = string | number | boolean | null;

/** One element of a field's list: a test of the value, or the requirement that the field is absent. */
export type Matcher = 'absent' | ((value: Leaf) => boolean);

type TextTest = (text: string) => boolean;

const ofText =
  (test: TextTest): Matcher =>
  (value) =>
    typeof value === 'string' && test(value);

function text(value: unknown, what: string): string {
  if (typeof value !== 'string')
    throw new InvalidEventPatternException(`${what} match pattern must be a string`);
  return value;
}

/** Returns the single key and value of a match expression. */
function requireSingleEntry(expression: object, what: string): [string, unknown] {
  const entries = Object.entries(expression) as [string, unknown][];
  const [first] = entries;
  if (first === undefined) throw new InvalidEventPatternException(`${what} name not found`);
  if (entries.length > 1) throw new InvalidEventPatternException('Only one key allowed in match expression');
  return first;
}

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Compiles one element of a field's list; throws InvalidEventPatternException. */
export function compileMatcher(value: unknown): Matcher {
  if (isObject(value)) return compileExpression(value);
  if (typeof value === 'string') {
    // Event Ruler parses IP addresses, so that every spelling of one matches.
    const address = parseAddress(value);
    if (address === undefined) return (given) => given === value;
    return ofText((given) => {
      const other = parseAddress(given);
      return other?.bits === address.bits && other.value === address.value;
    });
  }
  if (typeof value === 'number' || typeof value === 'boolean' || value === null)
    return (given) => given === value;
  throw new InvalidEventPatternException('Match value must be String, number, true, false, or null');
}

/** Finds the wildcard patterns in one valid element of a field's list. */
export function findWildcards(value: unknown): readonly string[] {
  if (!isObject(value)) return [];
  const { wildcard, 'anything-but': but } = value as { wildcard?: unknown; 'anything-but'?: unknown };
  return but === undefined ? ([wildcard ?? []].flat() as string[]) : findWildcards(but);
}

function compileExpression(expression: object): Matcher {
  const [name, value] = requireSingleEntry(expression, 'Match expression');
  switch (name) {
    case 'exactly': {
      const exact = text(value, 'exact');
      return (given) => given === exact;
    }
    case 'prefix':
    case 'suffix':
      return ofText(compileAffixTest(name, value));
    case 'equals-ignore-case': {
      return ofText(compileIgnoreCaseTest(text(value, name), 'whole'));
    }
    case 'wildcard':
      return ofText(compileWildcardTest(text(value, name)));
    case 'cidr':
      return ofText(compileCidrTest(text(value, name)));
    case 'numeric': {
      const test = compileNumericTest(value);
      return (given) => typeof given === 'number' && test(given);
    }
    case 'exists':
      if (typeof value !== 'boolean')
        throw new InvalidEventPatternException('exists match pattern must be either true or false.');
      return value ? () => true : 'absent';
    case 'anything-but':
      return compileAnythingBut(value);
    default:
      throw new InvalidEventPatternException(`Unrecognized match type ${name}`);
  }
}

/** Compiles a test for a prefix or suffix, with or without regard to case. */
function compileAffixTest(name: 'prefix' | 'suffix', value: unknown): TextTest {
  const starts = name === 'prefix';
  if (!isObject(value)) {
    const affix = text(value, name);
    return (given) => (starts ? given.startsWith(affix) : given.endsWith(affix));
  }
  const [operator, operand] = requireSingleEntry(value, `${name} expression`);
  if (operator !== 'equals-ignore-case')
    throw new InvalidEventPatternException(`Unsupported ${name} pattern: ${operator}`);
  return compileIgnoreCaseTest(text(operand, operator), starts ? 'start' : 'end');
}

/** Compiles a test for a value that is none of these; a value of another type passes. */
function compileAnythingBut(value: unknown): Matcher {
  if (isObject(value)) {
    const [operator, operand] = requireSingleEntry(value, 'Anything-But expression');
    const tests = requireList(operand, 'strings').map((each) => compileExclusion(operator, each as string));
    return (given) => typeof given !== 'string' || !tests.some((test) => test(given));
  }
  const values = requireList(value, 'strings or numbers');
  return (given) => !values.includes(given as string | number);
}

function compileExclusion(operator: string, value: string): TextTest {
  switch (operator) {
    case 'prefix':
    case 'suffix':
      if (value === '') throw new InvalidEventPatternException('Null prefix/suffix not allowed');
      return compileAffixTest(operator, value);
    case 'equals-ignore-case':
      return compileIgnoreCaseTest(value, 'whole');
    case 'wildcard':
      return compileWildcardTest(value);
    default:
      throw new InvalidEventPatternException(`Unsupported anything-but pattern: ${operator}`);
  }
}

/** Returns the values of an anything-but: at least one, and all strings or all numbers. */
function requireList(value: unknown, allowed: 'strings' | 'strings or numbers'): (string | number)[] {
  const values = (Array.isArray(value) ? value : [value]) as unknown[];
  const types = new Set(values.map((each) => typeof each));
  const [type] = types;
  if (types.size !== 1 || (type !== 'string' && (type !== 'number' || allowed === 'strings')))
    throw new InvalidEventPatternException(
      `Inside anything but list, either all values are number or string: only ${allowed} are supported here`,
    );
  return values as (string | number)[];
}
