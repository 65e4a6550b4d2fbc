import * as z from 'zod';

/** A JSON Schema of draft 2020-12, which is what OpenAPI 3.1 and AsyncAPI 3 speak. */
export type JsonSchema = Record<string, unknown>;

/**
 * The schemas of a document, by name, each schema that has an id of its own once; references point into
 * `#/components/schemas/`, where both OpenAPI and AsyncAPI keep them.
 */
export function jsonSchemas(
  schemas: Readonly<Record<string, { schema: z.ZodType; io?: 'input' | 'output' }>>,
): Record<string, JsonSchema> {
  const all: Record<string, JsonSchema> = {};
  for (const [name, { schema, io = 'output' }] of Object.entries(schemas)) {
    const { $defs = {}, ...root } = z.toJSONSchema(schema, { io });
    if (root.$ref === undefined) all[name] = root;
    for (const [id, definition] of Object.entries($defs)) all[id] = definition;
  }
  for (const schema of Object.values(all)) {
    delete schema['$schema'];
    delete schema['id'];
  }
  return JSON.parse(JSON.stringify(all).replaceAll('"#/$defs/', '"#/components/schemas/')) as typeof all;
}
