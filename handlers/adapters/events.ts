import { setTimeout as sleep } from 'node:timers/promises';
import { EventBridgeClient, PutEventsCommand, type PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import { EVENT_SOURCE } from '../../contract/index.ts';
import { textVariable } from '../support/environment.ts';
import type { OutgoingEvent } from '../events/buildEvent.ts';
import { addJitter } from '../support/retryDelay.ts';
import { tracer } from '../support/powertools.ts';

const client = tracer.captureAWSv3Client(new EventBridgeClient({ maxAttempts: 5 }));
const EventBusName = textVariable('EVENT_BUS_NAME');

/** EventBridge takes 10 entries a call: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html */
const ENTRIES_A_CALL = 10;

/** Queues still take 262,144 bytes a message by default, with the envelope around the detail. */
const MAX_DETAIL_BYTES = 200_000;

const ROUNDS = 6;

/** Entries that EventBridge refused round after round. */
export class EventsNotSentError extends Error {
  override readonly name = 'EventsNotSentError';
}

/** Publishes events on the project's bus; a call that fails in part sends the failed entries again. */
export async function publish(...events: readonly OutgoingEvent[]): Promise<void> {
  let waiting = events.map(toEntry);
  let refusal: string | undefined;
  for (let round = 0; waiting.length > 0; round++) {
    if (round === ROUNDS) {
      throw new EventsNotSentError(`EventBridge refused ${waiting.length} entries: ${refusal ?? 'unknown'}.`);
    }
    if (round > 0) await sleep(addJitter(100 * 2 ** round));
    const call = waiting.slice(0, ENTRIES_A_CALL);
    const { Entries } = await client.send(new PutEventsCommand({ Entries: call }));
    const failed = call.filter((_, index) => Entries?.[index]?.EventId === undefined);
    refusal = Entries?.find((entry) => entry.ErrorCode !== undefined)?.ErrorCode;
    if (failed.length === 0) round = -1;
    waiting = [...failed, ...waiting.slice(ENTRIES_A_CALL)];
  }
}

function toEntry({ type, detail }: OutgoingEvent): PutEventsRequestEntry {
  const Detail = JSON.stringify(detail);
  if (Buffer.byteLength(Detail) > MAX_DETAIL_BYTES) {
    throw new RangeError(`'${type}' has more than ${MAX_DETAIL_BYTES} bytes; lower MAX_ANALYZED_FRAMES.`);
  }
  return {
    EventBusName,
    Source: EVENT_SOURCE,
    DetailType: type,
    Detail,
    Time: new Date(detail.metadata.time),
  };
}
