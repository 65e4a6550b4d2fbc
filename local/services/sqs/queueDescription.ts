import type { Graph } from '../../graph/graph.ts';

/** A queue with SQS's defaults; times in milliseconds. */
export interface QueueDescription {
  readonly name: string;
  readonly arn: string;
  readonly visibilityMs: number;
  readonly retentionMs: number;
  readonly delayMs: number;
  readonly waitMs: number;
  readonly maxMessageBytes: number;
  readonly redrive: { readonly deadLetterArn: string; readonly maxReceives: number } | undefined;
}

const toMilliseconds = (value: unknown, otherwise: number): number =>
  (typeof value === 'number' ? value : otherwise) * 1000;

/** Parses the JSON of a RedrivePolicy. */
export function parseRedrivePolicy(policy: unknown): QueueDescription['redrive'] {
  if (typeof policy !== 'string') return undefined;
  const { deadLetterTargetArn, maxReceiveCount } = JSON.parse(policy) as Record<string, unknown>;
  return { deadLetterArn: String(deadLetterTargetArn), maxReceives: Number(maxReceiveCount) };
}

/** Reads the queues of the graph. */
export const readQueues = (graph: Graph): QueueDescription[] =>
  graph.resources
    .filter(({ type }) => type === 'aws:sqs/queue:Queue')
    .map(({ inputs, outputs }) => ({
      name: String(outputs.name),
      arn: String(outputs.arn),
      visibilityMs: toMilliseconds(inputs.visibilityTimeoutSeconds, 30),
      retentionMs: toMilliseconds(inputs.messageRetentionSeconds, 345_600),
      delayMs: toMilliseconds(inputs.delaySeconds, 0),
      waitMs: toMilliseconds(inputs.receiveWaitTimeSeconds, 0),
      maxMessageBytes: typeof inputs.maxMessageSize === 'number' ? inputs.maxMessageSize : 262_144,
      redrive: parseRedrivePolicy(inputs.redrivePolicy),
    }));
