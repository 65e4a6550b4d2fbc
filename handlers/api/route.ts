import type { Context } from 'aws-lambda';
import type { ApiResponse } from './response.ts';
import { handleRequest } from './handleRequest.ts';
import { type ApiEvent, type Caller, readCaller } from './caller.ts';

/** A route of the API: who calls, then the work, then its typed errors as problems. */
export const route =
  (work: (event: ApiEvent, caller: Caller) => Promise<ApiResponse>) =>
  (event: ApiEvent, context: Context): Promise<ApiResponse> =>
    handleRequest(event, context, () => work(event, readCaller(event)));
