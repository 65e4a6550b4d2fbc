import type { Registered } from '../components/support/collectProgram.ts';
import type { Look } from './rule.ts';

/** A graph in which one property that a rule reads was deleted or weakened. */
export interface Mutant {
  what: string;
  resources: Registered[];
}

/** The mutants of one property: without it, and with the worst value in its place. */
export function mutantsOf({ resource, path }: Look, resources: Registered[]): Mutant[] {
  const keys = path.split('.');
  const changed = (what: string, change: (holder: Record<string, unknown>, key: string) => void): Mutant => {
    const copy = { ...resource, inputs: structuredClone(plain(resource.inputs)) as Registered['inputs'] };
    const holder = keys
      .slice(0, -1)
      .reduce<unknown>((item, key) => (item as Record<string, unknown> | undefined)?.[key], copy.inputs);
    if (typeof holder === 'object' && holder !== null)
      change(holder as Record<string, unknown>, keys.at(-1)!);
    return {
      what: `${resource.name}.${path} ${what}`,
      resources: resources.map((other) => (other === resource ? copy : other)),
    };
  };
  return [
    changed('deleted', (holder, key) => (holder[key] = undefined)),
    changed('weakened', (holder, key) => (holder[key] = weakened(holder[key]))),
  ];
}

/** The worst of its kind: off, zero, nobody's, or, for a policy, open to all for everything. */
function weakened(value: unknown): unknown {
  if (typeof value === 'boolean') return !value;
  if (typeof value === 'number') return 0;
  if (typeof value === 'string' && value.startsWith('{"Version"'))
    return JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }],
    });
  return '';
}

/** Assets and archives hold promises, which no copy can. */
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
