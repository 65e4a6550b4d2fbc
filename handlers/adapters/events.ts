import { setTimeout as sleep } from 'node:timers/promises';
import { EventBridgeClient, PutEventsCommand, type PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import { EVENT_SOURCE } from '../../contract/index.ts';
import { textVariable } from '../support/environment.ts';
import type { OutgoingEvent } from '../events/buildEvent.ts';
import { addJitter } from '../support/retryDelay.ts';
import { tracer } from '../support/powertools.ts';

const client = tracer.captureAWSv3Client(new EventBridgeClient({ maxAttempts: 5 }));
const EventBusName = textVariable('EVENT_BUS_NAME');

/** EventBridge accepts 10 entries per call: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html */
const ENTRIES_PER_CALL = 10;

/** A queue accepts 262,144 bytes per message by default, including the envelope around the detail. */
const MAX_DETAIL_BYTES = 200_000;

const MAX_ROUNDS = 6;

/** EventBridge rejected entries in every round. */
export class EventsNotSentError extends Error {
  override readonly name = 'EventsNotSentError';
}

/** Publishes events on the stack's bus. Sends again the entries that a call rejected. */
export async function publish(...events: readonly OutgoingEvent[]): Promise<void> {
  let pending = events.map(toEntry);
  let rejection: string | undefined;
  for (let round = 0; pending.length > 0; round++) {
    if (round === MAX_ROUNDS) {
      throw new EventsNotSentError(
        `EventBridge rejected ${pending.length} entries: ${rejection ?? 'unknown'}.`,
      );
    }
    if (round > 0) await sleep(addJitter(100 * 2 ** round));
    const call = pending.slice(0, ENTRIES_PER_CALL);
    const { Entries } = await client.send(new PutEventsCommand({ Entries: call }));
    const failed = call.filter((_, index) => Entries?.[index]?.EventId === undefined);
    rejection = Entries?.find((entry) => entry.ErrorCode !== undefined)?.ErrorCode;
    if (failed.length === 0) round = -1;
    pending = [...failed, ...pending.slice(ENTRIES_PER_CALL)];
  }
}

function toEntry({ type, detail }: OutgoingEvent): PutEventsRequestEntry {
  const Detail = JSON.stringify(detail);
  if (Buffer.byteLength(Detail) > MAX_DETAIL_BYTES) {
    throw new RangeError(`The event '${type}' exceeds ${MAX_DETAIL_BYTES} bytes. Lower MAX_ANALYZED_FRAMES.`);
  }
  return {
    EventBusName,
    Source: EVENT_SOURCE,
    DetailType: type,
    Detail,
    Time: new Date(detail.metadata.time),
  };
}
