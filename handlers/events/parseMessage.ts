import * as z from 'zod';
import {
  DETAIL_TYPES,
  type Detail,
  type DetailType,
  detailSchema,
  EVENT_SOURCE,
} from '../../contract/index.ts';

/** The envelope of every EventBridge event (EventBridge User Guide, "Events"). */
const Envelope = z.object({
  version: z.string(),
  id: z.string(),
  source: z.string(),
  account: z.string(),
  time: z.iso.datetime(),
  region: z.string(),
  resources: z.array(z.string()),
  'detail-type': z.string(),
  detail: z.unknown(),
});

/** S3's `Object Created` from EventBridge. Its key is not URL-encoded, unlike in S3's own notifications. */
const ObjectCreated = Envelope.extend({
  source: z.literal('aws.s3'),
  'detail-type': z.literal('Object Created'),
  detail: z.object({
    bucket: z.object({ name: z.string() }),
    object: z.object({
      key: z.string(),
      size: z.number().int().nonnegative(),
      'version-id': z.string(),
      sequencer: z.string().optional(),
    }),
  }),
});

export interface ObjectCreatedEvent {
  kind: 'object-created';
  id: string;
  time: string;
  bucket: string;
  key: string;
  versionId: string;
  size: number;
}

/** An event of the public contract. `analyzer` names the third-party analyzer that published it, if one did. */
export type ContractEvent = {
  [T in DetailType]: { kind: 'contract'; type: T; detail: Detail<T>; analyzer: string | undefined };
}[DetailType];

/** The message is not an event that the stage accepts. It belongs in the dead-letter queue. */
export class UnreadableEventError extends Error {
  override readonly name = 'UnreadableEventError';
}

/** Parses the body of a queue message. Throws UnreadableEventError. */
export function parseMessage(body: string): ObjectCreatedEvent | ContractEvent {
  const envelope = validate(Envelope, parseJson(body));
  return envelope.source === 'aws.s3' ? objectCreated(envelope) : contractEvent(envelope);
}

function objectCreated(envelope: unknown): ObjectCreatedEvent {
  const { id, time, detail } = validate(ObjectCreated, envelope);
  const { key, size, 'version-id': versionId } = detail.object;
  return { kind: 'object-created', id, time, bucket: detail.bucket.name, key, versionId, size };
}

function contractEvent(envelope: z.infer<typeof Envelope>): ContractEvent {
  const type = DETAIL_TYPES.find((known) => known === envelope['detail-type']);
  const [root, analyzer, ...rest] = envelope.source.split('.');
  if (type === undefined || root !== EVENT_SOURCE || rest.length > 0) {
    throw new UnreadableEventError('The event has an unknown source or detail-type.');
  }
  const detail = validate(detailSchema(type), envelope.detail);
  return { kind: 'contract', type, detail, analyzer } as ContractEvent;
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    // The parser's error quotes its input, which may be patient data.
    throw new UnreadableEventError('The message is not valid JSON.');
  }
}

/** Validates a value. The error names the invalid fields but not their values. */
function validate<T>(schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const fields = result.error.issues.map((issue) => issue.path.join('.')).join(', ');
  throw new UnreadableEventError(`The event does not match its schema at: ${fields}.`);
}
