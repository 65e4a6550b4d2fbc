import { BlockList, isIP } from 'node:net';
import { InvalidEventPattern } from './invalidEventPattern.ts';

/** One entry of a pattern's array. */
export interface Matcher {
  matches(value: unknown): boolean;
  /** `{ "exists": false }`: holds where there is no such leaf. */
  whenAbsent?: true;
}

/** Numbers that EventBridge compares. */
const LARGEST = 5e9;

/**
 * Compiles one entry: a string, number, boolean or null is compared as it is; an object holds one operator.
 * @throws InvalidEventPattern
 */
export function compileMatchers(entry: unknown, path: string): Matcher {
  if (entry === null || typeof entry === 'string' || typeof entry === 'boolean' || typeof entry === 'number')
    return { matches: (value) => value === entry };
  if (typeof entry !== 'object' || Array.isArray(entry))
    throw new InvalidEventPattern(`Match value must be String, number, true, false, or null at "${path}"`);
  const [operator, ...more] = Object.keys(entry);
  if (operator === undefined) throw new InvalidEventPattern(`Empty match expression at "${path}"`);
  if (more.length > 0) throw new InvalidEventPattern(`Only one key allowed in match expression at "${path}"`);
  const compile = COMPILERS[operator];
  if (compile === undefined)
    throw new InvalidEventPattern(`Unrecognized match type ${operator} at "${path}"`);
  return compile((entry as Record<string, unknown>)[operator], path);
}

const COMPILERS: Partial<Record<string, (operand: unknown, path: string) => Matcher>> = {
  exists: (operand, path) => {
    if (typeof operand !== 'boolean')
      throw new InvalidEventPattern(`exists match pattern must be either true or false at "${path}"`);
    return operand ? { matches: () => true } : { matches: () => false, whenAbsent: true };
  },
  prefix: (operand, path) => affix('prefix', operand, path),
  suffix: (operand, path) => affix('suffix', operand, path),
  'equals-ignore-case': (operand, path) => {
    const wanted = string('equals-ignore-case', operand, path).toLowerCase();
    return onStrings((value) => value.toLowerCase() === wanted);
  },
  wildcard: (operand, path) => onStrings(wildcardTest(string('wildcard', operand, path), path)),
  numeric,
  cidr,
  'anything-but': anythingBut,
};

const onStrings = (test: (value: string) => boolean): Matcher => ({
  matches: (value) => typeof value === 'string' && test(value),
});

function string(operator: string, operand: unknown, path: string): string {
  if (typeof operand !== 'string')
    throw new InvalidEventPattern(`${operator} match pattern must be a string at "${path}"`);
  return operand;
}

function affix(operator: 'prefix' | 'suffix', operand: unknown, path: string): Matcher {
  const test = (value: string, wanted: string) =>
    operator === 'prefix' ? value.startsWith(wanted) : value.endsWith(wanted);
  if (typeof operand === 'object' && operand !== null && !Array.isArray(operand)) {
    const entries = Object.entries(operand);
    if (entries.length !== 1 || entries[0]![0] !== 'equals-ignore-case')
      throw new InvalidEventPattern(
        `Unsupported ${operator} pattern: only equals-ignore-case may stand in it at "${path}"`,
      );
    const wanted = string(operator, entries[0]![1], path).toLowerCase();
    return onStrings((value) => test(value.toLowerCase(), wanted));
  }
  const wanted = string(operator, operand, path);
  return onStrings((value) => test(value, wanted));
}

/** `*` is any run of characters; `\*` and `\\` are themselves; `**` and other escapes are refused. */
function wildcardTest(pattern: string, path: string): (value: string) => boolean {
  let source = '';
  for (let index = 0; index < pattern.length; index++) {
    const character = pattern[index]!;
    if (character === '\\') {
      const next = pattern[++index];
      if (next !== '*' && next !== '\\')
        throw new InvalidEventPattern(`Invalid escape character at pos ${index} of wildcard at "${path}"`);
      source += `\\${next}`;
    } else if (character === '*') {
      if (pattern[index + 1] === '*')
        throw new InvalidEventPattern(`Consecutive wildcard characters at pos ${index} at "${path}"`);
      source += '.*';
    } else source += character.replace(/[.+?^${}()|[\]/-]/, '\\$&');
  }
  const expression = new RegExp(`^${source}$`, 's');
  return (value) => expression.test(value);
}

function numeric(operand: unknown, path: string): Matcher {
  if (!Array.isArray(operand))
    throw new InvalidEventPattern(`Value of numeric must be an array at "${path}"`);
  if (operand.length === 0) throw new InvalidEventPattern(`Numeric match pattern is empty at "${path}"`);
  const parts = operand as unknown[];
  const bound = (index: number): number => {
    const value = parts[index];
    if (typeof value !== 'number')
      throw new InvalidEventPattern(`Value of ${String(parts[index - 1])} must be numeric at "${path}"`);
    if (Math.abs(value) > LARGEST)
      throw new InvalidEventPattern(`Value must be between -5.0e9 and 5.0e9, inclusive, at "${path}"`);
    return value;
  };
  const test = (operator: unknown, limit: number): ((value: number) => boolean) => {
    if (operator === '=') return (value) => value === limit;
    if (operator === '<') return (value) => value < limit;
    if (operator === '<=') return (value) => value <= limit;
    if (operator === '>') return (value) => value > limit;
    if (operator === '>=') return (value) => value >= limit;
    throw new InvalidEventPattern(`Unrecognized numeric range operator: ${String(operator)} at "${path}"`);
  };
  const first = test(parts[0], bound(1));
  if (parts.length === 2) return { matches: (value) => typeof value === 'number' && first(value) };
  const isRange = /^>=?$/.test(String(parts[0])) && /^<=?$/.test(String(parts[2])) && parts.length === 4;
  if (!isRange) throw new InvalidEventPattern(`Too many elements in numeric expression at "${path}"`);
  const second = test(parts[2], bound(3));
  if (bound(1) >= bound(3)) throw new InvalidEventPattern(`Bottom must be less than top at "${path}"`);
  return { matches: (value) => typeof value === 'number' && first(value) && second(value) };
}

function cidr(operand: unknown, path: string): Matcher {
  const text = string('cidr', operand, path);
  const [address = '', bits, ...more] = text.split('/');
  const family = isIP(address);
  const length = Number(bits);
  const most = family === 6 ? 128 : 32;
  if (family === 0 || bits === undefined || !/^\d+$/.test(bits) || more.length > 0 || length > most)
    throw new InvalidEventPattern(`Malformed CIDR, ${text} at "${path}"`);
  const kind = family === 6 ? 'ipv6' : 'ipv4';
  const block = new BlockList();
  block.addSubnet(address, length, kind);
  return onStrings((value) => isIP(value) === family && block.check(value, kind));
}

/** Holds for every leaf that is none of the values; of one operator's values, where the operand is an object. */
function anythingBut(operand: unknown, path: string): Matcher {
  if (typeof operand === 'object' && operand !== null && !Array.isArray(operand)) {
    const entries = Object.entries(operand);
    const [operator, values] = entries[0] ?? [];
    if (entries.length !== 1 || !['prefix', 'suffix', 'equals-ignore-case', 'wildcard'].includes(operator!))
      throw new InvalidEventPattern(`Unsupported anything-but pattern: ${operator ?? 'empty'} at "${path}"`);
    const wanted: unknown[] = Array.isArray(values) ? values : [values];
    if (wanted.length === 0) throw new InvalidEventPattern(`Empty arrays are not allowed at "${path}"`);
    const matchers = wanted.map((one) => {
      if (string(`anything-but ${operator!}`, one, path) === '')
        throw new InvalidEventPattern(`Null ${operator!} not allowed at "${path}"`);
      return COMPILERS[operator!]!(one, path);
    });
    return { matches: (value) => !matchers.some((matcher) => matcher.matches(value)) };
  }
  const wanted: unknown[] = Array.isArray(operand) ? operand : [operand];
  if (wanted.length === 0) throw new InvalidEventPattern(`Empty arrays are not allowed at "${path}"`);
  const kinds = new Set(wanted.map((one) => typeof one));
  if (kinds.size !== 1 || !(kinds.has('string') || kinds.has('number')))
    throw new InvalidEventPattern(
      `Inside anything but list, either all values are number or string, mixed type is not supported, at "${path}"`,
    );
  return { matches: (value) => !wanted.includes(value) };
}
