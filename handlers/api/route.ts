import type { Context } from 'aws-lambda';
import type { Answer } from './answer.ts';
import { answered } from './answered.ts';
import { type ApiEvent, type Caller, callerOf } from './caller.ts';

/** A route of the API: who calls, then the work, then its typed errors as problems. */
export const route =
  (work: (event: ApiEvent, caller: Caller) => Promise<Answer>) =>
  (event: ApiEvent, context: Context): Promise<Answer> =>
    answered(event, context, () => work(event, callerOf(event)));
