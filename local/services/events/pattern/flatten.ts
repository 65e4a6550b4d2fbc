import type { Leaf } from './matcher.ts';

/** The array elements that contain a value, by the number of the array, the outermost first. */
export type Membership = ReadonlyMap<number, number>;

export interface Field {
  readonly value: Leaf;
  readonly membership: Membership;
}

/** A flattened event. */
export interface FlatEvent {
  /** The leaves by path; a path does not show arrays, but the membership does. */
  readonly fields: ReadonlyMap<string, readonly Field[]>;
  /** The path of each array, by its number. */
  readonly arrayPaths: readonly string[];
}

export function flatten(event: object): FlatEvent {
  const fields = new Map<string, Field[]>();
  const arrayPaths: string[] = [];

  function visit(value: unknown, path: string, membership: Membership): void {
    if (Array.isArray(value)) {
      const id = arrayPaths.push(path) - 1;
      value.forEach((element: unknown, index) => {
        const nested = typeof element === 'object' && element !== null;
        visit(element, path, nested ? new Map(membership).set(id, index) : membership);
      });
    } else if (typeof value === 'object' && value !== null) {
      for (const [name, inner] of Object.entries(value))
        visit(inner, path === '' ? name : `${path}.${name}`, membership);
    } else {
      const list = fields.get(path) ?? [];
      list.push({ value: value as Leaf, membership });
      fields.set(path, list);
    }
  }

  for (const [name, value] of Object.entries(event)) visit(value, name, new Map());
  return { fields, arrayPaths };
}

/** Merges two memberships; undefined where they name different elements of one array. */
export function intersectMemberships(a: Membership, b: Membership): Membership | undefined {
  if (b.size === 0) return a;
  const merged = new Map(a);
  for (const [array, index] of b) {
    const other = merged.get(array);
    if (other !== undefined && other !== index) return undefined;
    merged.set(array, index);
  }
  return merged;
}
