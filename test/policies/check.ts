import type { PolicyResource } from '@pulumi/policy';
import { resourcesOf } from './environments.ts';
import { EXCEPTIONS } from './exceptions.ts';
import { mutantsOf, mutantsOfOrder } from './mutants.ts';
import { findViolations, recordReads, subjectsOf } from './rule.ts';
import { RULES } from './rules.ts';

const nameOf = (urn: string): string => urn.split('::').at(-1)!;

/** Checks every rule in one environment. Lists the exceptions separately, with their reasons. */
export async function checkEnvironment(environment: string) {
  const resources = await resourcesOf(environment);
  return RULES.map((rule) => {
    const found = findViolations(rule, resources).map(({ urn, message }) => ({
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
      checked: subjectsOf(rule, resources).length,
      violations: found.filter(({ resource }) => reasonOf(resource) === undefined),
      excepted: found.flatMap(({ resource }) => {
        const reason = reasonOf(resource);
        return reason === undefined ? [] : [{ resource, reason }];
      }),
    };
  });
}

/** The number of a rule's mutants, and those that it did not detect. */
export interface MutantReport {
  rule: string;
  made: number;
  survived: string[];
}

/** Breaks each property that a rule reads, one at a time. A mutant survives if the rule reports no further violation. */
export async function testMutants(
  environment: string,
  isSampled: (index: number) => boolean = () => true,
): Promise<MutantReport[]> {
  const resources = await resourcesOf(environment);
  let index = 0;
  return RULES.map((rule) => {
    const before = findViolations(rule, resources);
    const report: MutantReport = { rule: rule.name, made: 0, survived: [] };
    const mutants = rule.isOrder
      ? mutantsOfOrder(
          subjectsOf(rule, resources).map((subject) => (subject as PolicyResource).urn),
          resources,
        )
      : recordReads(rule, resources).flatMap((read) => mutantsOf(read, rule, resources));
    for (const mutant of mutants) {
      if (!isSampled(index++)) continue;
      report.made++;
      if (findViolations(rule, mutant.resources).length <= before.length) report.survived.push(mutant.what);
    }
    return report;
  });
}
