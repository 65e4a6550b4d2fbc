import { STATUS_CODES } from 'node:http';
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { Problem } from '../../contract/index.ts';
import type { ProblemError } from './problemError.ts';

/** Responses hold patient data, so no cache may store them. */
const BASE_HEADERS = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };

export type ApiResponse = APIGatewayProxyStructuredResultV2;

/** Returns a response with a JSON body. */
export const jsonResponse = (
  statusCode: number,
  body: object,
  headers: Record<string, string> = {},
): ApiResponse => ({
  statusCode,
  headers: { ...BASE_HEADERS, 'content-type': 'application/json', ...headers },
  body: JSON.stringify(body),
});

/** Returns 304: the client's copy is current. */
export const notModifiedResponse = (headers: Record<string, string>): ApiResponse => ({
  statusCode: 304,
  headers: { ...BASE_HEADERS, ...headers },
});

/** Returns an error as problem details (RFC 9457). */
export function problemResponse({ status, code, message, headers }: ProblemError): ApiResponse {
  const body: Problem = {
    type: 'about:blank',
    title: STATUS_CODES[status] ?? 'Error',
    status,
    detail: message,
    code,
  };
  return jsonResponse(status, body, { ...headers, 'content-type': 'application/problem+json' });
}
