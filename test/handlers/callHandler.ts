import type { Context } from 'aws-lambda';
import type { ApiResponse } from '../../handlers/api/response.ts';
import type { ApiEvent } from '../../handlers/api/caller.ts';

/** The context that handlers receive. */
export const context = {
  awsRequestId: 'request',
  functionName: 'function',
  functionVersion: '1',
  invokedFunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:function',
  memoryLimitInMB: '256',
  getRemainingTimeInMillis: () => 30_000,
} as Context;

/** The parts of a request that a test sets. */
export interface Request {
  tenant?: string;
  body?: unknown;
  jobId?: string;
  query?: Record<string, string>;
  headers?: Record<string, string>;
}

/** Builds an event of an HTTP API with a JWT authorizer (payload version 2.0). */
export const apiEvent = ({ tenant, body, jobId, query, headers = {} }: Request): ApiEvent =>
  ({
    version: '2.0',
    headers,
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    ...(jobId === undefined ? {} : { pathParameters: { jobId } }),
    ...(query === undefined ? {} : { queryStringParameters: query }),
    isBase64Encoded: false,
    requestContext: {
      authorizer: {
        jwt: { claims: { sub: 'someone', ...(tenant === undefined ? {} : { tenant }) }, scopes: [] },
      },
    },
  }) as unknown as ApiEvent;

/** Calls a route's handler and parses its response. */
export async function callHandler(
  handler: (event: ApiEvent, context: Context) => Promise<ApiResponse>,
  request: Request,
): Promise<{ status: number; headers: Record<string, string>; body: unknown }> {
  const { statusCode, headers, body } = await handler(apiEvent(request), context);
  return {
    status: statusCode ?? 0,
    headers: headers as Record<string, string>,
    body: body === undefined ? undefined : JSON.parse(body),
  };
}
