import type { Detail, DetailType } from '../../contract/index.ts';
import { createEventId } from '../jobs/ids.ts';

/** An event of this project, ready to be published. */
export interface OutgoingEvent<T extends DetailType = DetailType> {
  type: T;
  detail: Detail<T>;
}

/** The job, attempt and cause of an event, and its time in milliseconds since the epoch. */
export interface EventContext {
  jobId: string;
  tenant: string;
  attempt: number;
  causationId: string;
  now: number;
}

/**
 * Builds an event whose id is derived from its content, so that a repeat has the same id.
 * @param discriminators distinguish events of one type, job and attempt: the stage, the analyzer, the state, ...
 */
export const buildEvent = <T extends DetailType>(
  type: T,
  context: EventContext,
  data: Detail<T>['data'],
  ...discriminators: readonly (string | number)[]
): OutgoingEvent<T> => ({
  type,
  detail: {
    metadata: {
      version: 1,
      eventId: createEventId(type, context.jobId, context.attempt, ...discriminators),
      jobId: context.jobId,
      attempt: context.attempt,
      tenant: context.tenant,
      time: new Date(context.now).toISOString(),
      causationId: context.causationId,
    },
    data,
  },
});
