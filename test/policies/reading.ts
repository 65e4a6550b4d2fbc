/** A step of a path: a property, or the JSON in a string. */
export type Step = string | typeof JSON_TEXT;
export const JSON_TEXT = Symbol('the JSON in a string');

/** The read of a property: of its value, or only of its presence. */
export interface Read {
  path: readonly Step[];
  kind: 'value' | 'presence';
}

interface Place {
  value: object;
  path: readonly Step[];
  note: (read: Read) => void;
}

/** The path of each recording view. */
const places = new WeakMap<object, Place>();

/** Returns a proxy of plain data that records every property read, at any depth. */
export function record<T>(value: T, note: (read: Read) => void, path: readonly Step[] = []): T {
  if (typeof value !== 'object' || value === null) return value;
  const view = new Proxy(value, {
    get: (target, key) => {
      const inner: unknown = Reflect.get(target, key);
      if (
        typeof key === 'symbol' ||
        typeof inner === 'function' ||
        (Array.isArray(target) && key === 'length')
      )
        return inner;
      note({ path: [...path, key], kind: 'value' });
      return record(inner, note, [...path, key]);
    },
    has: (target, key) => {
      if (typeof key === 'string') note({ path: [...path, key], kind: 'presence' });
      return Reflect.has(target, key);
    },
  });
  places.set(view, { value, path, note });
  return view;
}

/** Returns the value behind a recording view, without recording reads. */
export const unwrap = <T extends object>(view: T): T => (places.get(view)?.value ?? view) as T;

/**
 * Returns the first matching item, undefined if there is none. Records only the read of that item, because a rule
 * does not depend on the others.
 */
export function first<T extends object>(list: readonly T[], test: (item: T) => boolean): T | undefined {
  const index = unwrap(list).findIndex((item) => test(unwrap(item)));
  const found = index < 0 ? undefined : list[index];
  if (found) test(found);
  return found;
}

/** Returns the value at a path such as `rules.0.status`, undefined if the path does not exist. */
export const at = (value: unknown, path: string): unknown =>
  path
    .split('.')
    .reduce<unknown>(
      (item, key) => (typeof item === 'object' && item !== null ? Reflect.get(item, key) : undefined),
      value,
    );

/** Parses the JSON in a property and records its reads. Returns undefined if the property is not a string. */
export function parseJsonProperty(holder: object, property: string): unknown {
  const text: unknown = Reflect.get(holder, property);
  if (typeof text !== 'string' || text === '') return undefined;
  const value: unknown = JSON.parse(text);
  const place = places.get(holder);
  return place ? record(value, place.note, [...place.path, property, JSON_TEXT]) : value;
}
