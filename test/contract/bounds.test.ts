import assert from 'node:assert/strict';
import { asyncApiDocument, openApiDocument, ResultDocument } from '../../contract/index.ts';
import { jsonSchemas } from '../../contract/jsonSchemas.ts';

type Schema = Record<string, unknown>;

/** A pattern whose every repetition has an end, and that holds the whole text. */
const bounds = (pattern: unknown): boolean =>
  typeof pattern === 'string' &&
  pattern.startsWith('^') &&
  pattern.endsWith('$') &&
  !/(?<!\\)[*+]|\{\d+,\}/.test(pattern.replaceAll(/\[[^\]]*\]/g, 'x'));

/** The places of a schema where a value may be as long as it likes. */
function boundless(schema: Schema, at: string): string[] {
  const inner = Object.entries(schema).flatMap(([key, value]): string[] => {
    if (key === 'properties')
      return Object.entries(value as Record<string, Schema>).flatMap(([name, one]) =>
        boundless(one, `${at}.${name}`),
      );
    if (key === 'items' || key === 'additionalProperties')
      return typeof value === 'object' ? boundless(value as Schema, `${at}[]`) : [];
    if (key === 'anyOf' || key === 'oneOf' || key === 'allOf')
      return (value as Schema[]).flatMap((one) => boundless(one, at));
    return [];
  });
  const isFixed = schema.enum !== undefined || schema.const !== undefined;
  const open =
    (schema.type === 'string' && !isFixed && schema.maxLength === undefined && !bounds(schema.pattern)) ||
    (schema.type === 'array' && schema.maxItems === undefined) ||
    (schema.type === 'object' &&
      schema.additionalProperties === undefined &&
      schema.properties === undefined);
  return open ? [at, ...inner] : inner;
}

const schemasOf = (document: object): Record<string, Schema> =>
  (document as { components: { schemas: Record<string, Schema> } }).components.schemas;

describe('the bounds of what strangers send', () => {
  it('are set for every field of a request', () => {
    const schemas = schemasOf(openApiDocument());
    for (const name of ['CreateJobsRequest', 'ListJobsQuery', 'IdempotencyKey', 'JobId'])
      assert.deepEqual(boundless(schemas[name]!, name), []);
  });

  it("are set for every field of an event, and of an analyzer's result", () => {
    const schemas = Object.entries(schemasOf(asyncApiDocument()));
    assert.ok(schemas.length > 10);
    schemas.push(...Object.entries(jsonSchemas({ ResultDocument: { schema: ResultDocument } })));
    assert.deepEqual(
      schemas.flatMap(([name, schema]) => boundless(schema, name)),
      [],
    );
  });
});
