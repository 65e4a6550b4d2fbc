import type { Registered } from '../components/support/collectProgram.ts';
import type { PolicyStatement } from '../components/support/policyOf.ts';

/** One property of one resource that a rule looked at. */
export interface Look {
  resource: Registered;
  path: string;
}

/** How a rule sees the graph: whatever it looks at is noted, so that mutants can be made of exactly that. */
export class Sight {
  readonly looks: Look[] = [];
  readonly #resources: Registered[];

  constructor(resources: Registered[]) {
    this.#resources = resources;
  }

  /** A property by its path, as `rules.0.expiration.days`. */
  get(resource: Registered | undefined, path: string): unknown {
    if (resource === undefined) return undefined;
    this.looks.push({ resource, path });
    return valueAt(resource.inputs, path);
  }

  all(type: string): Registered[] {
    return this.#resources.filter((resource) => resource.type === type);
  }

  /** The resource of a type whose property has this value: settings of one bucket live in several resources. */
  having(type: string, property: string, value: unknown): Registered | undefined {
    const found = this.all(type).find(({ inputs }) => value !== undefined && inputs[property] === value);
    if (found) this.looks.push({ resource: found, path: property });
    return found;
  }

  /** The statements of a policy; none where there is no policy. */
  statements(resource: Registered | undefined, path = 'policy'): PolicyStatement[] {
    const text = this.get(resource, path);
    return typeof text === 'string' && text !== ''
      ? (JSON.parse(text) as { Statement: PolicyStatement[] }).Statement
      : [];
  }
}

/** A property that every resource of a type must keep. */
export interface Rule {
  id: string;
  says: string;
  type: string;
  /** Looks at these only. Default all of the type. */
  only?: (resource: Registered) => boolean;
  holds: (resource: Registered, sight: Sight) => boolean;
}

/** What breaks a rule. */
export interface Violation {
  rule: string;
  resource: string;
}

/** Every resource that breaks the rule, and how many were looked at. */
export function judge(rule: Rule, resources: Registered[], sight = new Sight(resources)) {
  const subjects = sight.all(rule.type).filter(rule.only ?? (() => true));
  const violations = subjects
    .filter((resource) => !rule.holds(resource, sight))
    .map(({ name }): Violation => ({ rule: rule.id, resource: name }));
  return { looked: subjects.length, violations, looks: sight.looks };
}

export const valueAt = (value: unknown, path: string): unknown =>
  path
    .split('.')
    .reduce<unknown>((item, key) => (item as Record<string, unknown> | null | undefined)?.[key], value);
