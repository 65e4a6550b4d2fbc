import type { APIGatewayProxyEventV2, Context } from 'aws-lambda';
import { openApiDocument } from '../contract/index.ts';
import { type Answer, json } from './api/answer.ts';
import { answered } from './api/answered.ts';

const answer = json(200, openApiDocument());

/** `GET /openapi.json`: the document itself, for which no token is needed. */
export const handler = (event: APIGatewayProxyEventV2, context: Context): Promise<Answer> =>
  answered(event, context, () => Promise.resolve(answer));
