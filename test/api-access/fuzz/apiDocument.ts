import { z } from 'zod';

export type Schema = Record<string, unknown>;

export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required: boolean;
  readonly schema: Schema;
}

export interface DocumentedResponse {
  /** The schemas by media type. Empty if the response has no body. */
  readonly content: Readonly<Record<string, z.ZodType>>;
}

export interface Operation {
  readonly name: string;
  readonly method: string;
  /** The path template, such as `/jobs/{jobId}`. */
  readonly path: string;
  readonly parameters: readonly Parameter[];
  /** The schema of the JSON body, if there is one. */
  readonly body: Schema | undefined;
  readonly bodyType: z.ZodType | undefined;
  /** The responses by status. */
  readonly responses: ReadonlyMap<number, DocumentedResponse>;
}

export interface ApiDocument {
  readonly operations: readonly Operation[];
  /** Resolves a reference to its schema. */
  resolve(schema: Schema): Schema;
  /** Returns a validator for a schema of the document. */
  typeOf(schema: Schema): z.ZodType;
}

interface RawOperation {
  operationId: string;
  parameters?: Parameter[];
  requestBody?: { content: Record<string, { schema: Schema }> };
  responses: Record<string, { content?: Record<string, { schema: Schema }> }>;
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete'];

/** Reads an OpenAPI 3.1 document as any client would, without the project's schemas. */
export function readApiDocument(document: object): ApiDocument {
  const { paths, components } = document as {
    paths: Record<string, Record<string, RawOperation> & { parameters?: Parameter[] }>;
    components: { schemas: Record<string, Schema> };
  };
  const resolve = (schema: Schema): Schema => {
    if (typeof schema.$ref !== 'string') return schema;
    const target = schema.$ref
      .slice(2)
      .split('/')
      .reduce<unknown>((value, key) => (value as Schema | undefined)?.[key], document);
    if (target === undefined) throw new Error(`The document does not define ${schema.$ref}.`);
    return resolve(target as Schema);
  };
  const local = <T>(value: T): T =>
    JSON.parse(JSON.stringify(value).replaceAll('#/components/schemas/', '#/$defs/')) as T;
  const $defs = local(components.schemas);
  const typeOf = (schema: Schema): z.ZodType => z.fromJSONSchema({ ...local(resolve(schema)), $defs });
  const operations = Object.entries(paths).flatMap(([path, item]) =>
    METHODS.flatMap((method) => {
      const raw = item[method];
      if (raw === undefined) return [];
      const body = raw.requestBody?.content['application/json']?.schema;
      const responses = Object.entries(raw.responses).map(([status, { content = {} }]) => {
        const types = Object.entries(content).map(([type, { schema }]) => [type, typeOf(schema)] as const);
        return [Number(status), { content: Object.fromEntries(types) }] as const;
      });
      return [
        {
          ...{ name: raw.operationId, method: method.toUpperCase(), path, body },
          bodyType: body && typeOf(body),
          parameters: [...(item.parameters ?? []), ...(raw.parameters ?? [])],
          responses: new Map(responses),
        },
      ];
    }),
  );
  return { operations, resolve, typeOf };
}
