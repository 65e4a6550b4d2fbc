import { DETAIL_TYPES, detailSchema, EVENT_SOURCE } from './events.ts';
import type { DetailType } from './events.ts';
import { jsonSchemas } from './jsonSchemas.ts';

const SUMMARIES: Record<DetailType, string> = {
  'Image Decoded': 'An image was decoded, and its renditions lie in the derived bucket.',
  'Image Rejected': 'An image cannot be analysed: a code and a sentence say why.',
  'Image Analyzed': 'An analyzer has written its result document.',
  'Image Failed': 'A stage gave up after its last try.',
  'Job Completed': 'A job has come to an end.',
  'Job Retried': 'The next attempt at a failed job has begun.',
  'Job Deleted': 'A job was deleted; everything of it is to be erased.',
};

/** Somebody else's analyzer publishes these two, as `dicom-analyzer.<name>`. */
const FROM_ANALYZERS: readonly DetailType[] = ['Image Analyzed', 'Image Failed'];

const idOf = (type: DetailType): string => type.replace(' ', '');

/** Made when a document is: most of what imports the contract wants none. */
const schemas = () =>
  jsonSchemas(Object.fromEntries(DETAIL_TYPES.map((type) => [idOf(type), { schema: detailSchema(type) }])));

/** What EventBridge puts around `detail`. */
function payload(type: DetailType): object {
  const source = FROM_ANALYZERS.includes(type)
    ? { type: 'string', pattern: `^${EVENT_SOURCE}(\\.[a-z][a-z0-9-]{0,31})?$` }
    : { const: EVENT_SOURCE };
  return {
    type: 'object',
    required: ['source', 'detail-type', 'detail'],
    properties: {
      source,
      'detail-type': { const: type },
      detail: { $ref: `#/components/schemas/${idOf(type)}` },
    },
  };
}

/** The events of the project's own bus as an AsyncAPI 3 document, made from the schemas that check them. */
export const asyncApiDocument = (): object => ({
  asyncapi: '3.0.0',
  info: {
    title: 'DICOM analyzer: events',
    version: '1.0.0',
    description:
      "Events on the stack's own EventBridge bus: references and counts, never pixels, labels, text or identities. They come at least once, and in no order; `eventId` is the same for a repeat. Within a version changes only add.",
    license: { name: 'MIT' },
  },
  defaultContentType: 'application/json',
  channels: {
    bus: {
      address: 'eventBusName',
      description: 'The EventBridge bus that the stack exports as `eventBusName`.',
      messages: Object.fromEntries(
        DETAIL_TYPES.map((type) => [idOf(type), { $ref: `#/components/messages/${idOf(type)}` }]),
      ),
    },
  },
  operations: {
    ...Object.fromEntries(DETAIL_TYPES.map((type) => [`publish${idOf(type)}`, operation('send', type)])),
    ...Object.fromEntries(FROM_ANALYZERS.map((type) => [`receive${idOf(type)}`, operation('receive', type)])),
  },
  components: {
    schemas: schemas(),
    messages: Object.fromEntries(
      DETAIL_TYPES.map((type) => [
        idOf(type),
        { name: type, title: type, summary: SUMMARIES[type], payload: payload(type) },
      ]),
    ),
  },
});

const operation = (action: 'send' | 'receive', type: DetailType): object => ({
  action,
  channel: { $ref: '#/channels/bus' },
  messages: [{ $ref: `#/channels/bus/messages/${idOf(type)}` }],
});
