import * as z from 'zod';

/** A JSON Schema of draft 2020-12, the dialect of OpenAPI 3.1 and AsyncAPI 3. */
export type JsonSchema = Record<string, unknown>;

/**
 * Returns a document's schemas by name. A schema with an id appears once, and references to it point into
 * `#/components/schemas/`, where both OpenAPI and AsyncAPI expect it.
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
