import { openApiDocument } from '../contract/index.ts';
import { type Answer, json } from './api/answer.ts';

const answer = json(200, openApiDocument());

/** `GET /openapi.json`: the document itself, for which no token is needed. */
export const handler = (): Promise<Answer> => Promise.resolve(answer);
