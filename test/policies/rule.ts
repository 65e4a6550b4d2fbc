import type { PolicyResource, StackValidationPolicy } from '@pulumi/policy';
import { unwrap, record, type Read } from './reading.ts';

/** A resource with its inputs and the outputs that AWS adds. */
export interface RuleResource {
  type: string;
  name: string;
  props: Record<string, unknown>;
  /** The resources that it waits for. */
  dependencies: readonly PolicyResource[];
}

/** The resources of a stack. The settings of one bucket are spread over several of them. */
export interface Stack {
  all(type: string): RuleResource[];
  /** Returns the first with matching properties, undefined if there is none. */
  find(type: string, test: (props: RuleResource['props']) => boolean): RuleResource['props'] | undefined;
}

/** A policy in Pulumi's format, which also works in a policy pack. */
export interface Rule extends StackValidationPolicy {
  name: string;
  /** The resource type that the rule checks. */
  type: string;
  /** Selects the resources of the type to check. Default all. */
  only: (resource: RuleResource, stack: Stack) => boolean;
  holds: Holds;
  /**
   * The forbidden value, for a rule that forbids something. Its mutants contain this value instead of omitting the
   * property.
   */
  worst?: unknown;
  /** True for a rule about what a resource waits for: its mutants wait for nothing. */
  isOrder?: boolean;
}

export type Holds = (resource: RuleResource, stack: Stack) => boolean;

/**
 * Creates a rule that every resource of a type must comply with.
 *
 * @param name the rule's id
 * @param description the requirement as a verb phrase, such as `has a log`
 */
export function rule(
  name: string,
  type: string,
  description: string,
  holds: Holds,
  { only = () => true, worst, isOrder = false }: Partial<Pick<Rule, 'only' | 'worst' | 'isOrder'>> = {},
): Rule {
  return {
    name,
    type,
    only,
    holds,
    description,
    ...(worst === undefined ? {} : { worst }),
    isOrder,
    enforcementLevel: 'mandatory',
    validateStack: ({ resources }, reportViolation) => {
      const stack = stackOf(resources);
      for (const resource of stack.all(type).filter((one) => only(one, stack)))
        if (!holds(resource, stack))
          reportViolation(`does not comply: a resource of this type ${description}`, urnOf(resource));
    },
  };
}

const urnOf = (resource: RuleResource): string => (resource as PolicyResource).urn;

function stackOf(resources: readonly PolicyResource[]): Stack {
  const all = (type: string): RuleResource[] => resources.filter((resource) => resource.type === type);
  return {
    all,
    find: (type, test) => {
      const found = all(type).find(({ props }) => test(unwrap(props)));
      if (found) test(found.props);
      return found?.props;
    },
  };
}

/** One property of one resource that a rule read. */
export interface PropertyRead extends Read {
  urn: string;
}

/** Returns the violations of a rule. A policy that cannot be parsed is a violation too. */
export function findViolations(
  rule: Rule,
  resources: readonly PolicyResource[],
  stackTags = new Map<string, string>(),
) {
  const violations: { urn: string; message: string }[] = [];
  const report = (message: string, urn?: string): void => void violations.push({ message, urn: urn ?? '' });
  try {
    void rule.validateStack(
      {
        resources: [...resources],
        stackTags,
        getConfig: () => ({}) as never,
        notApplicable: () => {
          throw new Error(`${rule.name} applies everywhere`);
        },
      },
      report,
    );
  } catch (error) {
    if (!(error instanceof TypeError || error instanceof SyntaxError)) throw error;
    report(`cannot be read: ${error.message}`);
  }
  return violations;
}

/** Returns the properties that a rule reads while it judges the resources that comply. */
export function recordReads(rule: Rule, resources: readonly PolicyResource[]): PropertyRead[] {
  const reads = new Map<string, PropertyRead>();
  const watched = resources.map((resource) => ({
    ...resource,
    props: record(resource.props as RuleResource['props'], (read) => {
      const key = `${resource.urn} ${read.path.map(String).join('.')}`;
      if (reads.get(key)?.kind !== 'value') reads.set(key, { ...read, urn: resource.urn });
    }),
  }));
  const [plain, stack] = [stackOf(resources), stackOf(watched)];
  // Resources that an exception excuses violate the rule already, so they are left out.
  for (const subject of subjectsOf(rule, resources).filter((one) => rule.holds(one, plain)))
    rule.holds(
      stack.all(rule.type).find((one) => urnOf(one) === urnOf(subject))!,
      stack,
    );
  return [...reads.values()];
}

/** Returns the resources that a rule checks. */
export const subjectsOf = (rule: Rule, resources: readonly PolicyResource[]): RuleResource[] => {
  const stack = stackOf(resources);
  return stack.all(rule.type).filter((resource) => rule.only(resource, stack));
};
