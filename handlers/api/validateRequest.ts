import type * as z from 'zod';
import type { ApiEvent } from './caller.ts';
import { ProblemError } from './problemError.ts';

/** Parses and validates the request's JSON body. Throws 400 and names the invalid fields. */
export function validateBody<T>(event: ApiEvent, schema: z.ZodType<T>): T {
  const text =
    event.isBase64Encoded && event.body !== undefined
      ? Buffer.from(event.body, 'base64').toString('utf8')
      : (event.body ?? '');
  return validate(parse(text), schema, 'body');
}

/** Validates a part of the request. Throws 400 and names the invalid fields. */
export function validate<T>(value: unknown, schema: z.ZodType<T>, part: string): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issues = result.error.issues.slice(0, 10).map(({ path, message }) => {
    return `${[part, ...path.map(String)].join('.')}: ${message}`;
  });
  throw new ProblemError(400, 'invalid-request', issues.join('; ').slice(0, 1000));
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ProblemError(400, 'invalid-json', 'The body is not valid JSON.');
  }
}
