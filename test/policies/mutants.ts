import type { PolicyResource } from '@pulumi/policy';
import { JSON_TEXT, type Step } from './reading.ts';
import type { PropertyRead, Rule } from './rule.ts';

/** A graph in which one property that a rule reads was deleted or weakened. */
export interface Mutant {
  what: string;
  resources: PolicyResource[];
}

/** Returns the mutants of a rule about order: each of its resources waits for nothing. */
export const mutantsOfOrder = (urns: readonly string[], resources: PolicyResource[]): Mutant[] =>
  resources
    .filter(({ urn }) => urns.includes(urn))
    .map((resource) => ({
      what: `${resource.name} waits for nothing`,
      resources: resources.map((other) => (other === resource ? { ...resource, dependencies: [] } : other)),
    }));

const DELETED = Symbol('deleted');

/** Returns the mutants of one property: deleted, and weakened. */
export function mutantsOf(
  { urn, path, kind }: PropertyRead,
  rule: Rule,
  resources: PolicyResource[],
): Mutant[] {
  const resource = resources.find((one) => one.urn === urn)!;
  const where = path.map((step) => (step === JSON_TEXT ? '(json)' : step)).join('.');
  const made: Mutant[] = [];
  const make = (what: string, change: (value: unknown, owner: unknown) => unknown): void => {
    const props: unknown = changeAt(resource.props, path, change);
    if (JSON.stringify(props) === JSON.stringify(resource.props)) return;
    made.push({
      what: `${resource.name}.${where} ${what}`,
      resources: resources.map((other) =>
        other === resource ? { ...resource, props: props as PolicyResource['props'] } : other,
      ),
    });
  };
  if (rule.worst !== undefined) {
    make('set to the forbidden value', (value) =>
      typeof value === 'object' && value !== null ? value : rule.worst,
    );
    return made;
  }
  const last = path.at(-1);
  const isElement = typeof last === 'string' && /^\d+$/.test(last);
  if (!isElement) make('deleted', (value) => (value === undefined ? value : DELETED));
  if (kind === 'value') make('weakened', (value, owner) => weaken(value, owner, path));
  return made;
}

/** Returns a copy of the data with one value changed. Passes the enclosing policy statement, if any, to `change`. */
function changeAt(
  value: unknown,
  path: readonly Step[],
  change: (value: unknown, owner: unknown) => unknown,
  statement?: unknown,
): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return change(value, statement);
  if (step === JSON_TEXT)
    return JSON.stringify(changeAt(JSON.parse(value as string), rest, change, statement));
  const copy: unknown = Array.isArray(value) ? [...(value as unknown[])] : { ...(value as object) };
  const around = typeof value === 'object' && value !== null && 'Effect' in value ? value : statement;
  const inner: unknown = changeAt(Reflect.get(value as object, step), rest, change, around);
  if (inner === DELETED) Reflect.deleteProperty(copy as object, step);
  else Reflect.set(copy as object, step, inner);
  return copy;
}

/** Returns a weaker value: off, zero or empty; everything in an allowing statement, nothing in a denying one. */
function weaken(value: unknown, statement: unknown, path: readonly Step[]): unknown {
  if (typeof value === 'boolean') return !value;
  if (typeof value === 'number') return 0;
  if (Array.isArray(value)) return [];
  if (typeof value === 'object' && value !== null) return {};
  if (typeof value !== 'string') return value;
  if (path.at(-1) === 'Effect') return 'Allow';
  if (statement !== undefined) return Reflect.get(statement as object, 'Effect') === 'Deny' ? '' : '*';
  if (value.startsWith('{"Version"'))
    return JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }],
    });
  return '';
}
