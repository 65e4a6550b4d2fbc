import { DETAIL_TYPES, detailSchema, EVENT_SOURCE } from './events.ts';
import type { DetailType } from './events.ts';
import { jsonSchemas } from './jsonSchemas.ts';

const SUMMARIES: Record<DetailType, string> = {
  'Image Decoded': 'An image was decoded and its renditions are in the derived bucket.',
  'Image Rejected': 'An image cannot be analyzed. The error has a code and a message.',
  'Image Analyzed': 'An analyzer wrote its result document.',
  'Image Failed': 'A stage failed on its last retry.',
  'Job Completed': 'A job reached a terminal state.',
  'Job Retried': 'A new attempt at a job, or at some of its analyzers, started.',
  'Job Deleted': 'A job was deleted and its objects must be erased.',
};

/** The events that a third-party analyzer publishes, with the source `dicom-analyzer.<name>`. */
const FROM_ANALYZERS: readonly DetailType[] = ['Image Analyzed', 'Image Failed'];

const idOf = (type: DetailType): string => type.replace(' ', '');

/** Builds the schemas on demand, because most importers of the contract need no document. */
const schemas = () =>
  jsonSchemas(Object.fromEntries(DETAIL_TYPES.map((type) => [idOf(type), { schema: detailSchema(type) }])));

/** Returns the schema of the EventBridge envelope around `detail`. */
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

/** Returns the events of the stack's bus as an AsyncAPI 3 document, built from the schemas that validate them. */
export const asyncApiDocument = (): object => ({
  asyncapi: '3.0.0',
  info: {
    title: 'DICOM analyzer events',
    version: '1.0.0',
    description:
      "Events on the stack's EventBridge bus. They carry references and counts, never pixels, labels, text or identities. Delivery is at least once and unordered; a repeated event has the same `eventId`. Within a version, changes only add fields and events.",
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
