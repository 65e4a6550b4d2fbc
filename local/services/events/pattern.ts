import { compileMatchers, type Matcher } from './patternMatchers.ts';
import { InvalidEventPattern } from './invalidEventPattern.ts';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** A leaf of an event, and in which element of which arrays it lies. */
interface Field {
  name: string;
  value: Json;
  membership: Map<number, number>;
}

/** One way to satisfy a pattern, `$or` resolved: every path, with the matchers of which one must hold. */
type Rule = { path: string; matchers: Matcher[] }[];

/** Alternatives multiply: EventBridge bounds the combinations of a pattern. */
const MAX_COMBINATIONS = 1000;

/**
 * Whether an event matches an EventBridge event pattern (User Guide: Creating Amazon EventBridge event patterns), with
 * the semantics of aws/event-ruler: events are flattened to leaves; fields within arrays of objects must come from the
 * same element; `exists` speaks of leaves only.
 *
 * @throws InvalidEventPattern where the pattern is none
 */
export function matches(pattern: object, event: object): boolean {
  const fields = flatten(event as Json);
  const byName = group(fields);
  return compile(pattern).some((rule) => satisfied(rule, 0, byName, []));
}

/**
 * Checks a pattern as `PutRule` does.
 * @throws InvalidEventPattern that says what is wrong, and where
 */
export function validatePattern(pattern: object): void {
  compile(pattern);
}

function group(fields: Field[]): Map<string, Field[]> {
  const groups = new Map<string, Field[]>();
  for (const field of fields) groups.set(field.name, [...(groups.get(field.name) ?? []), field]);
  return groups;
}

/** Looks for one field for each path such that all of them lie in the same elements of the arrays that they share. */
function satisfied(rule: Rule, index: number, fields: Map<string, Field[]>, chosen: Field[]): boolean {
  const part = rule[index];
  if (part === undefined) return true;
  const candidates = fields.get(part.path) ?? [];
  if (candidates.length === 0 && part.matchers.some((matcher) => matcher.whenAbsent === true))
    return satisfied(rule, index + 1, fields, chosen);
  return candidates.some(
    (field) =>
      part.matchers.some((matcher) => matcher.matches(field.value)) &&
      chosen.every((other) => consistent(field, other)) &&
      satisfied(rule, index + 1, fields, [...chosen, field]),
  );
}

const consistent = (a: Field, b: Field): boolean =>
  [...a.membership].every(([array, element]) => (b.membership.get(array) ?? element) === element);

function flatten(event: Json): Field[] {
  const fields: Field[] = [];
  let arrays = 0;
  const visit = (value: Json, name: string, membership: Map<number, number>): void => {
    if (Array.isArray(value)) {
      const array = arrays++;
      value.forEach((element, index) => visit(element, name, new Map(membership).set(array, index)));
    } else if (value !== null && typeof value === 'object') {
      for (const [key, child] of Object.entries(value))
        visit(child, name === '' ? key : `${name}.${key}`, membership);
    } else fields.push({ name, value, membership });
  };
  visit(event, '', new Map());
  return fields;
}

function compile(pattern: unknown): Rule[] {
  if (!isObject(pattern)) throw new InvalidEventPattern('Filter is not an object');
  if (Object.keys(pattern).length === 0) throw new InvalidEventPattern('Empty filter is not allowed');
  return compileObject(pattern, '');
}

function compileObject(pattern: Record<string, unknown>, prefix: string): Rule[] {
  if (Object.keys(pattern).length === 0)
    throw new InvalidEventPattern(`Empty objects are not allowed at "${prefix}"`);
  let rules: Rule[] = [[]];
  for (const [key, value] of Object.entries(pattern)) {
    const path = prefix === '' ? key : `${prefix}.${key}`;
    rules = combine(rules, compileField(key, value, path, prefix));
  }
  return rules;
}

function compileField(key: string, value: unknown, path: string, prefix: string): Rule[] {
  if (key === '$or' && isOr(value)) return value.flatMap((alternative) => compileObject(alternative, prefix));
  if (Array.isArray(value)) {
    if (value.length === 0) throw new InvalidEventPattern(`Empty arrays are not allowed at "${path}"`);
    return [[{ path, matchers: value.map((one) => compileMatchers(one, path)) }]];
  }
  if (isObject(value)) return compileObject(value, path);
  throw new InvalidEventPattern(`"${path}" must be an object or an array`);
}

function combine(left: Rule[], right: Rule[]): Rule[] {
  if (left.length * right.length > MAX_COMBINATIONS)
    throw new InvalidEventPattern(`$or makes more than ${MAX_COMBINATIONS} combinations`);
  return left.flatMap((one) => right.map((other) => [...one, ...other]));
}

const OPERATORS = new Set([
  'exists',
  'equals-ignore-case',
  'prefix',
  'suffix',
  'anything-but',
  'numeric',
  'cidr',
  'wildcard',
]);

/** `$or` is an operator only over two or more objects with names that are no operators; else it is a field's name. */
const isOr = (value: unknown): value is Record<string, unknown>[] =>
  Array.isArray(value) &&
  value.length >= 2 &&
  value.every(
    (one) =>
      isObject(one) && Object.keys(one).length > 0 && Object.keys(one).every((key) => !OPERATORS.has(key)),
  );

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
