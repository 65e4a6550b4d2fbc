import type { APIGatewayProxyEventV2, Context } from 'aws-lambda';
import { openApiDocument } from '../contract/index.ts';
import { type ApiResponse, jsonResponse } from './api/response.ts';
import { handleRequest } from './api/handleRequest.ts';

const answer = jsonResponse(200, openApiDocument());

/** `GET /openapi.json`: the document itself, for which no token is needed. */
export const handler = (event: APIGatewayProxyEventV2, context: Context): Promise<ApiResponse> =>
  handleRequest(event, context, () => Promise.resolve(answer));
