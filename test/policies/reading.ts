/** A step of a path: a property, or the JSON in the text that was reached so far. */
export type Step = string | typeof JSON_TEXT;
export const JSON_TEXT = Symbol('the JSON in this text');

/** One property that was read: its value, or only whether it is there. */
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

/** A view of plain data that notes every property that is read through it, at any depth. */
export function recording<T>(value: T, note: (read: Read) => void, path: readonly Step[] = []): T {
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
      return recording(inner, note, [...path, key]);
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
export const bare = <T extends object>(view: T): T => (places.get(view)?.value ?? view) as T;

/**
 * Returns the first matching item, undefined if there is none. Records only the read of that item: what a search passes
 * by is not what a rule rests on.
 */
export function first<T extends object>(list: readonly T[], isAsked: (item: T) => boolean): T | undefined {
  const index = bare(list).findIndex((item) => isAsked(bare(item)));
  const found = index < 0 ? undefined : list[index];
  if (found) isAsked(found);
  return found;
}

/** A value by its path, as `rules.0.status`; undefined where the path ends early. */
export const at = (value: unknown, path: string): unknown =>
  path
    .split('.')
    .reduce<unknown>(
      (item, key) => (typeof item === 'object' && item !== null ? Reflect.get(item, key) : undefined),
      value,
    );

/** The JSON in a property; what is read of it is noted as the property itself is. Undefined where there is no text. */
export function parsed(holder: object, property: string): unknown {
  const text: unknown = Reflect.get(holder, property);
  if (typeof text !== 'string' || text === '') return undefined;
  const value: unknown = JSON.parse(text);
  const place = places.get(holder);
  return place ? recording(value, place.note, [...place.path, property, JSON_TEXT]) : value;
}
