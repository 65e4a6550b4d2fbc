import { resourcesOf } from './environments.ts';
import { EXCEPTIONS } from './exceptions.ts';
import { mutantsOf } from './mutants.ts';
import { judge, looksOf, subjectsOf } from './rule.ts';
import { RULES } from './rules.ts';

const nameOf = (urn: string): string => urn.split('::').at(-1)!;

/** Every rule over one environment; what is excepted stands apart, with its reason. */
export async function checkEnvironment(environment: string) {
  const resources = await resourcesOf(environment);
  return RULES.map((rule) => {
    const found = judge(rule, resources).map(({ urn, message }) => ({
      rule: rule.name,
      resource: nameOf(urn),
      message,
    }));
    const reasonOf = (resource: string) =>
      EXCEPTIONS.find(
        (exception) =>
          exception.rule === rule.name &&
          exception.environments.includes(environment) &&
          exception.resource === resource,
      )?.reason;
    return {
      rule,
      looked: subjectsOf(rule, resources).length,
      violations: found.filter(({ resource }) => reasonOf(resource) === undefined),
      excepted: found.flatMap(({ resource }) => {
        const reason = reasonOf(resource);
        return reason === undefined ? [] : [{ resource, reason }];
      }),
    };
  });
}

/** The number of a rule's mutants, and those that it did not detect. */
export interface Killing {
  rule: string;
  made: number;
  survived: string[];
}

/** Breaks each property that a rule reads, one at a time; a mutant survives where the rule finds nothing new. */
export async function killMutants(
  environment: string,
  isSampled: (index: number) => boolean = () => true,
): Promise<Killing[]> {
  const resources = await resourcesOf(environment);
  let index = 0;
  return RULES.map((rule) => {
    const before = judge(rule, resources);
    const killing: Killing = { rule: rule.name, made: 0, survived: [] };
    for (const look of looksOf(rule, resources))
      for (const mutant of mutantsOf(look, rule, resources)) {
        if (!isSampled(index++)) continue;
        killing.made++;
        if (judge(rule, mutant.resources).length <= before.length) killing.survived.push(mutant.what);
      }
    return killing;
  });
}
