import { resourcesOf } from './environments.ts';
import { EXCEPTIONS } from './exceptions.ts';
import { mutantsOf } from './mutants.ts';
import { judge, valueAt } from './rule.ts';
import { RULES } from './rules.ts';

/** Every rule over one environment; what is excepted stands apart, with its reason. */
export async function checkEnvironment(environment: string) {
  const resources = await resourcesOf(environment);
  return RULES.map((rule) => {
    const { looked, violations } = judge(rule, resources);
    const reasonOf = (resource: string) =>
      EXCEPTIONS.find(
        (exception) =>
          exception.rule === rule.id &&
          exception.environments.includes(environment) &&
          exception.resource.test(resource),
      )?.reason;
    return {
      rule,
      looked,
      violations: violations.filter(({ resource }) => reasonOf(resource) === undefined),
      excepted: violations.flatMap(({ resource }) => {
        const reason = reasonOf(resource);
        return reason === undefined ? [] : [{ resource, reason }];
      }),
    };
  });
}

/** Breaks each property that a rule reads, one at a time; a mutant survives where the rule finds nothing new. */
export async function killMutants(environment: string): Promise<{ made: number; survived: string[] }> {
  const resources = await resourcesOf(environment);
  const survived: string[] = [];
  let made = 0;
  for (const rule of RULES) {
    const { violations, looks } = judge(rule, resources);
    const broken = new Set(violations.map(({ resource }) => resource));
    const seen = new Set<string>();
    for (const look of looks) {
      const id = `${look.resource.type} ${look.resource.name} ${look.path}`;
      // What an exception excuses is broken already, and what is not there cannot be broken.
      if (seen.has(id) || broken.has(look.resource.name)) continue;
      if (valueAt(look.resource.inputs, look.path) === undefined) continue;
      seen.add(id);
      for (const mutant of mutantsOf(look, resources)) {
        made++;
        if (judge(rule, mutant.resources).violations.length <= violations.length)
          survived.push(`${rule.id}: ${mutant.what}`);
      }
    }
  }
  return { made, survived };
}
