import { intersectMemberships, type Field, type FlatEvent, type Membership } from './flatten.ts';
import type { Matcher } from './matcher.ts';

/** A branch of a pattern with its paths in order. */
type SortedBranch = readonly (readonly [string, readonly Matcher[]])[];

/**
 * Returns true if a branch matches. Goes through its paths in order with every consistent choice of array elements so
 * far. A choice forgets the arrays that no later path lies in, so that the choices of sibling arrays do not multiply.
 */
export function branchMatches(branch: SortedBranch, { fields, arrayPaths }: FlatEvent): boolean {
  let choices: readonly Membership[] = [new Map()];
  for (const [at, [path, matchers]] of branch.entries()) {
    const later = branch.slice(at + 1).map(([name]) => name);
    const isNeeded = createNeededTest(arrayPaths, later);
    const among = byOutermost(fields.get(path) ?? []);
    choices = removeDuplicates(
      choices.flatMap((choice) => chooseFor(matchers, among(choice), choice)),
      isNeeded,
    );
    if (choices.length === 0) return false;
  }
  return true;
}

function chooseFor(matchers: readonly Matcher[], fields: readonly Field[], choice: Membership): Membership[] {
  const consistent = fields.flatMap(({ value, membership }) => {
    const merged = intersectMemberships(choice, membership);
    return merged === undefined ? [] : [{ value, merged }];
  });
  const chosen = consistent
    .filter(({ value }) => matchers.some((matcher) => matcher !== 'absent' && matcher(value)))
    .map(({ merged }) => merged);
  return matchers.includes('absent') && consistent.length === 0 ? [...chosen, choice] : chosen;
}

/** Returns a test that an array contains one of these paths. */
function createNeededTest(
  arrayPaths: readonly string[],
  paths: readonly string[],
): (array: number) => boolean {
  const known = new Map<string, boolean>();
  return (array) => {
    const at = arrayPaths[array]!;
    const answer = known.get(at) ?? paths.some((path) => path === at || path.startsWith(`${at}.`));
    known.set(at, answer);
    return answer;
  };
}

/** Groups fields by the element of their outermost array: only those of a chosen element are consistent with a choice. */
function byOutermost(fields: readonly Field[]): (choice: Membership) => readonly Field[] {
  const plain: Field[] = [];
  const arrays = new Map<number, { all: Field[]; byIndex: Map<number, Field[]> }>();
  for (const field of fields) {
    const [outermost] = field.membership;
    if (outermost === undefined) {
      plain.push(field);
      continue;
    }
    const [array, index] = outermost;
    const group = arrays.get(array) ?? { all: [], byIndex: new Map<number, Field[]>() };
    arrays.set(array, group);
    group.all.push(field);
    const same = group.byIndex.get(index) ?? [];
    group.byIndex.set(index, same);
    same.push(field);
  }
  return (choice) => [
    ...plain,
    ...[...arrays].flatMap(([array, { all, byIndex }]) => {
      const index = choice.get(array);
      return index === undefined ? all : (byIndex.get(index) ?? []);
    }),
  ];
}

function removeDuplicates(
  choices: readonly Membership[],
  isNeeded: (array: number) => boolean,
): Membership[] {
  const seen = new Map<string, Membership>();
  for (const choice of choices) {
    const kept = [...choice].filter(([array]) => isNeeded(array)).sort(([a], [b]) => a - b);
    seen.set(kept.join(';'), new Map(kept));
  }
  return [...seen.values()];
}
