import * as fc from 'fast-check';
import type { ApiDocument, Schema } from './apiDocument.ts';

/** Texts that break programs: markup, other scripts, lone surrogates, prototype names and extreme numbers. */
export const HOSTILE_TEXT = [
  ...['', ' ', '\0', '\u0001', '\r\n', '.', '..', '../..', '%00', '%', '*', '#', '?', '/', '\\'],
  ...['<script>alert(1)</script>', '"><img src=x onerror=alert(1)>', "' OR 1=1 --", '${7*7}', '{{7*7}}'],
  ...['é', '漢字', '\u202e', '\ud800', '👩‍⚕️', '\ufeff', 'null', 'undefined', 'NaN', 'true', '__proto__'],
  ...['constructor', 'toString', '-1', '0', '1e309', '9007199254740993', '0x10', '1,2'],
];

const hostileText = fc.oneof(
  fc.constantFrom(...HOSTILE_TEXT),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom(63, 64, 65, 127, 128, 129, 512, 513, 4000).map((length) => 'a'.repeat(length)),
);

/** Any JSON, including hostile texts. */
export const hostileJson: fc.Arbitrary<unknown> = fc.oneof(
  hostileText,
  fc.constantFrom<unknown>(null, true, false, 0, -0, -1, 1.5, 1e308, -1e308, 2 ** 53, 5e-324),
  fc.constantFrom<unknown>([], {}, [[]], [null], { '': '' }, { __proto__: null, length: 1 }),
  fc.jsonValue({ maxDepth: 3 }),
);

/** Returns values that match a schema, mostly at its bounds. Throws for an unsupported schema. */
export function validValue(document: ApiDocument, given: Schema): fc.Arbitrary<unknown> {
  const schema = document.resolve(given);
  const number = (name: string, fallback: number): number => (schema[name] as number | undefined) ?? fallback;
  if (Array.isArray(schema.enum)) return fc.constantFrom(...(schema.enum as unknown[]));
  switch (schema.type) {
    case 'object': {
      const properties = Object.entries((schema.properties ?? {}) as Record<string, Schema>);
      const required = (schema.required ?? []) as string[];
      return fc.record(
        Object.fromEntries(properties.map(([name, inner]) => [name, validValue(document, inner)])),
        { requiredKeys: required },
      );
    }
    case 'array': {
      const [min, max] = [number('minItems', 0), number('maxItems', 10)];
      const item = validValue(document, schema.items as Schema);
      const of = (length: number) => fc.array(item, { minLength: length, maxLength: length });
      return fc.oneof({ weight: 6, arbitrary: of(Math.min(max, min + 1)) }, of(min), of(max));
    }
    case 'integer':
    case 'number': {
      const [min, max] = [number('minimum', -1e9), number('maximum', 1e9)];
      return fc.oneof(fc.constantFrom(min, max), fc.integer({ min, max }));
    }
    case 'boolean':
      return fc.boolean();
    case 'string':
      if (typeof schema.pattern === 'string') return fc.stringMatching(new RegExp(schema.pattern));
      return fc.string({ minLength: number('minLength', 0), maxLength: number('maxLength', 60) });
    default:
      throw new Error(`The fuzzer does not support the schema ${JSON.stringify(schema)}.`);
  }
}

/** Returns a valid value with one part replaced. By chance, it can still be valid. */
export const invalidValue = (valid: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc.tuple(valid, hostileJson, fc.nat(), hostileText).map(([value, bad, at, name]) => {
    const copy = structuredClone(value);
    const places: ((with_: unknown) => void)[] = [];
    const walk = (node: unknown): void => {
      if (typeof node !== 'object' || node === null) return;
      for (const key of Object.keys(node)) {
        places.push((with_) => ((node as Schema)[key] = with_));
        walk((node as Schema)[key]);
      }
      if (!Array.isArray(node)) places.push((with_) => ((node as Schema)[`x${name}`] = with_));
    };
    walk(copy);
    const place = places[at % (places.length + 1)];
    if (place === undefined) return bad;
    place(bad);
    return copy;
  });

export { hostileText };
