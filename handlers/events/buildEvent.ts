import type { Detail, DetailType } from '../../contract/index.ts';
import { createEventId } from '../jobs/ids.ts';

/** An event of ours, ready to be sent. */
export interface OutgoingEvent<T extends DetailType = DetailType> {
  type: T;
  detail: Detail<T>;
}

/** Whose event it is, which attempt's, what led to it, and the time in milliseconds since the epoch. */
export interface EventContext {
  jobId: string;
  tenant: string;
  attempt: number;
  causationId: string;
  now: number;
}

/**
 * Makes an event whose id is a function of what happened.
 * @param what tells events of one type, job and attempt apart: the stage, the analyzer, the state, ...
 */
export const buildEvent = <T extends DetailType>(
  type: T,
  about: EventContext,
  data: Detail<T>['data'],
  ...what: readonly (string | number)[]
): OutgoingEvent<T> => ({
  type,
  detail: {
    metadata: {
      version: 1,
      eventId: createEventId(type, about.jobId, about.attempt, ...what),
      jobId: about.jobId,
      attempt: about.attempt,
      tenant: about.tenant,
      time: new Date(about.now).toISOString(),
      causationId: about.causationId,
    },
    data,
  },
});
