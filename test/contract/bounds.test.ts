import assert from 'node:assert/strict';
import { asyncApiDocument, openApiDocument, ResultDocument } from '../../contract/index.ts';
import { jsonSchemas } from '../../contract/jsonSchemas.ts';

type Schema = Record<string, unknown>;

/** Returns true for a pattern that matches the whole text and has no unbounded repetition. */
const isBounded = (pattern: unknown): boolean =>
  typeof pattern === 'string' &&
  pattern.startsWith('^') &&
  pattern.endsWith('$') &&
  !/(?<!\\)[*+]|\{\d+,\}/.test(pattern.replaceAll(/\[[^\]]*\]/g, 'x'));

/** Returns the paths in a schema whose values have no bound. */
function findUnbounded(schema: Schema, at: string): string[] {
  const inner = Object.entries(schema).flatMap(([key, value]): string[] => {
    if (key === 'properties')
      return Object.entries(value as Record<string, Schema>).flatMap(([name, one]) =>
        findUnbounded(one, `${at}.${name}`),
      );
    if (key === 'items' || key === 'additionalProperties')
      return typeof value === 'object' ? findUnbounded(value as Schema, `${at}[]`) : [];
    if (key === 'anyOf' || key === 'oneOf' || key === 'allOf')
      return (value as Schema[]).flatMap((one) => findUnbounded(one, at));
    return [];
  });
  const isFixed = schema.enum !== undefined || schema.const !== undefined;
  const open =
    (schema.type === 'string' && !isFixed && schema.maxLength === undefined && !isBounded(schema.pattern)) ||
    (schema.type === 'array' && schema.maxItems === undefined) ||
    (schema.type === 'object' &&
      schema.additionalProperties === undefined &&
      schema.properties === undefined);
  return open ? [at, ...inner] : inner;
}

const schemasOf = (document: object): Record<string, Schema> =>
  (document as { components: { schemas: Record<string, Schema> } }).components.schemas;

describe('the bounds of untrusted input', () => {
  it('are set for every field of a request', () => {
    const schemas = schemasOf(openApiDocument());
    for (const name of ['CreateJobsRequest', 'ListJobsQuery', 'IdempotencyKey', 'JobId'])
      assert.deepEqual(findUnbounded(schemas[name]!, name), []);
  });

  it("are set for every field of an event and of an analyzer's result", () => {
    const schemas = Object.entries(schemasOf(asyncApiDocument()));
    assert.ok(schemas.length > 10);
    schemas.push(...Object.entries(jsonSchemas({ ResultDocument: { schema: ResultDocument } })));
    assert.deepEqual(
      schemas.flatMap(([name, schema]) => findUnbounded(schema, name)),
      [],
    );
  });
});
