import type * as z from 'zod';
import type { ApiEvent } from './caller.ts';
import { ProblemError } from './problemError.ts';

/** The request's JSON body. Throws 400 that names the fields which do not keep to the schema. */
export function validateBody<T>(event: ApiEvent, schema: z.ZodType<T>): T {
  const text =
    event.isBase64Encoded && event.body !== undefined
      ? Buffer.from(event.body, 'base64').toString('utf8')
      : (event.body ?? '');
  return validate(parse(text), schema, 'body');
}

/** Checks a value of the request against its schema. Throws 400. */
export function validate<T>(value: unknown, schema: z.ZodType<T>, where: string): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issues = result.error.issues.slice(0, 10).map(({ path, message }) => {
    return `${[where, ...path.map(String)].join('.')}: ${message}`;
  });
  throw new ProblemError(400, 'invalid-request', issues.join('; ').slice(0, 1000));
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ProblemError(400, 'invalid-json', 'The body must be JSON.');
  }
}
