import { branchMatches } from './pattern/choices.ts';
import { compile } from './pattern/compile.ts';
import { rejectComplexWildcards } from './pattern/complexity.ts';
import { flatten } from './pattern/flatten.ts';

export { InvalidEventPatternException } from './pattern/invalidEventPatternException.ts';

/** A compiled pattern. */
export type CompiledPattern = (event: object) => boolean;

/**
 * Compiles a pattern; throws InvalidEventPatternException. The semantics are those of Event Ruler, on which
 * EventBridge runs (https://github.com/aws/event-ruler): values that match together must lie in the same elements of
 * the arrays that they share. `validatePattern` checks the complexity of wildcards when a rule is made.
 */
export function compilePattern(pattern: object): CompiledPattern {
  const branches = compile(pattern).map((branch) => [...branch].sort(([a], [b]) => (a < b ? -1 : 1)));
  return (event) => {
    const flat = flatten(event);
    return branches.some((branch) => branchMatches(branch, flat));
  };
}

/** Returns true if an event matches an EventBridge pattern. Throws InvalidEventPatternException for an invalid pattern. */
export const matches = (pattern: object, event: object): boolean => compilePattern(pattern)(event);

/** Throws InvalidEventPatternException, with the reason, unless EventBridge accepts the pattern for a rule. */
export function validatePattern(pattern: object): void {
  compile(pattern, rejectComplexWildcards);
}
