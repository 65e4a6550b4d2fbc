import * as fc from 'fast-check';
import type { ApiDocument, Operation, Parameter } from './apiDocument.ts';
import { HOSTILE_TEXT, hostileJson, hostileText, invalidValue, validValue } from './values.ts';

/** A generated request. */
export interface FuzzRequest {
  readonly operation: Operation;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  /** True if the request matches the document. Undefined if the document does not define that. */
  readonly valid: boolean | undefined;
}

/** Existing values for path parameters. */
export interface Known {
  readonly jobIds: readonly string[];
  readonly cursors: readonly string[];
  /** The analyzers of the stack. */
  readonly analyzers: readonly string[];
}

/** Returns true for text that HTTP allows in a header. */
const headerText = (text: string): string => text.replaceAll(/[^\t\x20-\x7e\x80-\xff]/g, '').trim();

/** Encodes a value for a path, sometimes incorrectly. */
const RAW_PATHS = ['%', '%zz', '%c3%28', '%00', '%2e%2e', '%2F', '%252F', '~', "'", '(a)', ';a=b', 'a%20b'];

/** Replaces lone surrogates, which cannot be sent. */
const wellFormed = (text: string): string => Buffer.from(text).toString();

const encoded = (text: string): string => encodeURIComponent(wellFormed(text));

interface Chosen {
  readonly name: string;
  readonly in: Parameter['in'];
  /** The encoded value. Undefined omits the parameter. */
  readonly text: string | undefined;
  readonly valid: boolean;
}

function chosen(document: ApiDocument, parameter: Parameter, known: Known): fc.Arbitrary<Chosen> {
  const { name, schema } = parameter;
  const type = document.typeOf(schema);
  const numeric = ['integer', 'number'].includes(String(document.resolve(schema).type));
  const holds = (text: string): boolean =>
    type.safeParse(numeric && /^-?\d+$/.test(text) ? Number(text) : text).success;
  const there =
    parameter.in === 'path' ? known.jobIds : name === 'cursor' ? known.cursors : ([] as readonly string[]);
  const choose = (text: string | undefined, raw = false): Chosen => ({
    ...{ name, in: parameter.in },
    text: text === undefined || raw ? text : parameter.in === 'header' ? headerText(text) : encoded(text),
    valid: raw ? false : text === undefined ? !parameter.required : holds(text),
  });
  const good = validValue(document, schema).map((value) => choose(String(value)));
  const options: fc.Arbitrary<Chosen>[] = [good];
  if (there.length > 0) options.push(fc.constantFrom(...there).map((text) => choose(text)));
  if (there.length > 0) options.push(fc.constantFrom(...there).map((text) => choose(text)));
  options.push(
    hostileText.filter((text) => parameter.in !== 'path' || text !== '').map((text) => choose(text)),
  );
  if (parameter.in === 'path') options.push(fc.constantFrom(...RAW_PATHS).map((text) => choose(text, true)));
  if (!parameter.required) options.push(fc.constant(choose(undefined)), fc.constant(choose(undefined)));
  return fc.oneof(...options);
}

interface Body {
  readonly text: string | undefined;
  readonly type: string | undefined;
  readonly valid: boolean | undefined;
}

const JSON_TYPES = ['application/json', 'application/json; charset=utf-8', 'Application/JSON'];
const OTHER_TYPES = [
  'text/plain',
  'application/xml',
  'multipart/form-data',
  'application/octet-stream',
  'x',
  '',
];

const written = (value: unknown): string => wellFormed(JSON.stringify(value));

/** Replaces the names in each `analyzers` of a body by those of the stack, which alone are accepted. */
const withAnalyzers = (value: unknown, names: readonly string[]): unknown =>
  JSON.parse(JSON.stringify(value), (key, inner: unknown) =>
    key === 'analyzers' && Array.isArray(inner) ? inner.map((_name, at) => names[at % names.length]) : inner,
  );

function bodyOf(
  document: ApiDocument,
  { body, bodyType }: Operation,
  { analyzers }: Known,
): fc.Arbitrary<Body> {
  if (body === undefined || bodyType === undefined)
    return fc.oneof(
      { weight: 4, arbitrary: fc.constant({ text: undefined, type: undefined, valid: true }) },
      hostileJson.map((value) => ({ text: written(value), type: 'application/json', valid: undefined })),
    );
  const any = validValue(document, body);
  const valid = fc.oneof(
    any,
    any.map((value) => withAnalyzers(value, analyzers)),
  );
  const holds = (value: unknown): boolean => bodyType.safeParse(value).success;
  const json = (value: unknown, type = 'application/json'): Body => ({
    ...{ text: written(value), type },
    valid: holds(value),
  });
  const broken = ['', ' ', '{', '[', '"', '{"files":[{}]', '\ufeff{}', '{"files":[{}]}}', "{'files':[]}"];
  return fc.oneof(
    {
      weight: 3,
      arbitrary: fc.tuple(valid, fc.constantFrom(...JSON_TYPES)).map(([v, type]) => json(v, type)),
    },
    { weight: 4, arbitrary: invalidValue(valid).map((value) => json(value)) },
    hostileJson.map((value) => json(value)),
    fc
      .tuple(invalidValue(valid), fc.constantFrom(...OTHER_TYPES))
      .map(([v, type]) => ({ ...json(v, type), valid: undefined })),
    fc.constantFrom(...broken).map((text) => ({ text, type: 'application/json', valid: false })),
    fc.constantFrom(1000, 100_000).map((depth) => ({
      text: `{"files":${'['.repeat(depth)}${']'.repeat(depth)}}`,
      ...{ type: 'application/json', valid: false },
    })),
    fc.constantFrom(100, 1_000_000).map((length) => json({ files: [{}], batch: 'b'.repeat(length) })),
  );
}

/** Combines the validity of the parts. One invalid part makes the request invalid. */
const allValid = (parts: readonly (boolean | undefined)[]): boolean | undefined => {
  if (parts.includes(false)) return false;
  return parts.includes(undefined) ? undefined : true;
};

/** Returns requests of every operation: valid, invalid and at the bounds. */
export function fuzzRequests(document: ApiDocument, known: Known): fc.Arbitrary<FuzzRequest> {
  const each = document.operations.map((operation) => {
    const parameters = operation.parameters.map((parameter) => chosen(document, parameter, known));
    const unknown = fc.oneof(
      { weight: 8, arbitrary: fc.constant<string | undefined>(undefined) },
      fc.constantFrom(...HOSTILE_TEXT).map((text) => `${encoded(text) || 'x'}=${encoded(text)}`),
    );
    return fc
      .tuple(fc.tuple(...parameters), bodyOf(document, operation, known), unknown)
      .map(([all, body, extra]): FuzzRequest => {
        const at = (place: Parameter['in']) =>
          all.filter((one) => one.in === place && one.text !== undefined);
        const path = at('path').reduce(
          (so, { name, text }) => so.replace(`{${name}}`, text!),
          operation.path,
        );
        const query = [...at('query').map(({ name, text }) => `${name}=${text!}`), ...(extra ? [extra] : [])];
        return {
          operation,
          path: query.length === 0 ? path : `${path}?${query.join('&')}`,
          headers: {
            ...Object.fromEntries(at('header').map(({ name, text }) => [name.toLowerCase(), text!])),
            ...(body.type === undefined ? {} : { 'content-type': body.type }),
          },
          body: body.text,
          valid: allValid([
            ...all.map(({ valid }) => valid),
            body.valid,
            extra === undefined ? true : undefined,
          ]),
        };
      });
  });
  return fc.oneof(...each);
}
