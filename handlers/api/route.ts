import type { Context } from 'aws-lambda';
import type { ApiResponse } from './response.ts';
import { handleRequest } from './handleRequest.ts';
import { type ApiEvent, type Caller, readCaller } from './caller.ts';

/** Creates the handler of an authenticated route. */
export const route =
  (work: (event: ApiEvent, caller: Caller) => Promise<ApiResponse>) =>
  (event: ApiEvent, context: Context): Promise<ApiResponse> =>
    handleRequest(event, context, () => work(event, readCaller(event)));
