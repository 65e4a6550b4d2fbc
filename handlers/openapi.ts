import type { APIGatewayProxyEventV2, Context } from 'aws-lambda';
import { openApiDocument } from '../contract/index.ts';
import { type ApiResponse, jsonResponse } from './api/response.ts';
import { handleRequest } from './api/handleRequest.ts';

const response = jsonResponse(200, openApiDocument());

/** Handles `GET /openapi.json`, which needs no token. */
export const handler = (event: APIGatewayProxyEventV2, context: Context): Promise<ApiResponse> =>
  handleRequest(event, context, () => Promise.resolve(response));
