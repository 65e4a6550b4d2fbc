import { compile } from './pattern/compile.ts';
import { flatten, together, type Field, type Membership } from './pattern/flatten.ts';
import type { Matcher } from './pattern/matcher.ts';

export { InvalidEventPatternException } from './pattern/invalidEventPatternException.ts';

/** A pattern made ready for many events. */
export type CompiledPattern = (event: object) => boolean;

/**
 * Makes a pattern ready; throws InvalidEventPatternException. The semantics are those of Event Ruler, on which
 * EventBridge runs (https://github.com/aws/event-ruler): values that match together must lie in the same elements of
 * the arrays that they share.
 */
export function compilePattern(pattern: object): CompiledPattern {
  const branches = compile(pattern).map((branch) => [...branch].sort(([a], [b]) => (a < b ? -1 : 1)));
  return (event) => {
    const fields = flatten(event);
    return branches.some((branch) => branchMatches(branch, fields));
  };
}

/** Whether an event matches an EventBridge pattern. Throws InvalidEventPatternException for a pattern that is none. */
export const matches = (pattern: object, event: object): boolean => compilePattern(pattern)(event);

/** Throws InvalidEventPatternException, with the reason, unless EventBridge would take the pattern. */
export function validatePattern(pattern: object): void {
  compile(pattern);
}

/** Path by path, in the paths' order, with every consistent choice of values so far. */
function branchMatches(
  branch: readonly (readonly [string, readonly Matcher[]])[],
  fields: ReadonlyMap<string, readonly Field[]>,
): boolean {
  let choices: readonly Membership[] = [new Map()];
  for (const [path, matchers] of branch) {
    choices = distinct(choices.flatMap((choice) => chooseFor(matchers, fields.get(path) ?? [], choice)));
    if (choices.length === 0) return false;
  }
  return true;
}

function chooseFor(matchers: readonly Matcher[], fields: readonly Field[], choice: Membership): Membership[] {
  const consistent = fields.flatMap(({ value, membership }) => {
    const merged = together(choice, membership);
    return merged === undefined ? [] : [{ value, merged }];
  });
  const chosen = consistent
    .filter(({ value }) => matchers.some((matcher) => matcher !== 'absent' && matcher(value)))
    .map(({ merged }) => merged);
  return matchers.includes('absent') && consistent.length === 0 ? [...chosen, choice] : chosen;
}

function distinct(choices: readonly Membership[]): Membership[] {
  const seen = new Map<string, Membership>();
  for (const choice of choices) {
    const key = [...choice].sort(([a], [b]) => a - b).join(';');
    seen.set(key, choice);
  }
  return [...seen.values()];
}
