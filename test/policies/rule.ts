import type { PolicyResource, StackValidationPolicy } from '@pulumi/policy';
import { bare, recording, type Read } from './reading.ts';

/** A resource as a rule sees it: what the program gave, and what AWS added. */
export interface Seen {
  type: string;
  name: string;
  props: Record<string, unknown>;
}

/** The resources of a stack: settings of one bucket live in several of them. */
export interface Stack {
  all(type: string): Seen[];
  /** Returns the first with matching properties, undefined if there is none. */
  find(type: string, isAsked: (props: Seen['props']) => boolean): Seen['props'] | undefined;
}

/** A rule of Pulumi's own shape, so that it works in a policy pack too. */
export interface Rule extends StackValidationPolicy {
  name: string;
  /** The type that it judges. */
  type: string;
  /** Judges these of the type; default all. */
  only: (resource: Seen, stack: Stack) => boolean;
  holds: Holds;
  /**
   * The worst that a property can hold, for a rule that forbids something: there the mutant is not the property's
   * absence but this value.
   */
  worst?: unknown;
}

export type Holds = (resource: Seen, stack: Stack) => boolean;

/**
 * A property that every resource of a type must keep.
 *
 * @param name the rule's id
 * @param description how a resource must be, to follow "must be so that it …"
 */
export function rule(
  name: string,
  type: string,
  description: string,
  holds: Holds,
  { only = () => true, worst }: Partial<Pick<Rule, 'only' | 'worst'>> = {},
): Rule {
  return {
    name,
    type,
    only,
    holds,
    description,
    ...(worst === undefined ? {} : { worst }),
    enforcementLevel: 'mandatory',
    validateStack: ({ resources }, reportViolation) => {
      const stack = stackOf(resources);
      for (const resource of stack.all(type).filter((one) => only(one, stack)))
        if (!holds(resource, stack)) reportViolation(`must be so that it ${description}`, urnOf(resource));
    },
  };
}

const urnOf = (resource: Seen): string => (resource as PolicyResource).urn;

function stackOf(resources: readonly PolicyResource[]): Stack {
  const all = (type: string): Seen[] => resources.filter((resource) => resource.type === type);
  return {
    all,
    find: (type, isAsked) => {
      const found = all(type).find(({ props }) => isAsked(bare(props)));
      if (found) isAsked(found.props);
      return found?.props;
    },
  };
}

/** One property of one resource that a rule read. */
export interface Look extends Read {
  urn: string;
}

/** Lets a rule judge resources; a rule that cannot read what it finds reports that too. */
export function judge(
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
export function looksOf(rule: Rule, resources: readonly PolicyResource[]): Look[] {
  const looks = new Map<string, Look>();
  const watched = resources.map((resource) => ({
    ...resource,
    props: recording(resource.props as Seen['props'], (read) => {
      const key = `${resource.urn} ${read.path.map(String).join('.')}`;
      if (looks.get(key)?.kind !== 'value') looks.set(key, { ...read, urn: resource.urn });
    }),
  }));
  const [plain, stack] = [stackOf(resources), stackOf(watched)];
  // Resources that an exception excuses violate the rule already, so they are left out.
  for (const subject of subjectsOf(rule, resources).filter((one) => rule.holds(one, plain)))
    rule.holds(
      stack.all(rule.type).find((one) => urnOf(one) === urnOf(subject))!,
      stack,
    );
  return [...looks.values()];
}

/** The resources that a rule is about. */
export const subjectsOf = (rule: Rule, resources: readonly PolicyResource[]): Seen[] => {
  const stack = stackOf(resources);
  return stack.all(rule.type).filter((resource) => rule.only(resource, stack));
};
