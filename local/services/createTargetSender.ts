import { notImplemented } from '../aws/awsError.ts';
import type { Caller } from '../aws/types.ts';
import type { Graph } from '../graph/graph.ts';
import type { Iam } from '../iam/iam.ts';
import { InvokePermissions } from '../iam/invokePermissions.ts';
import type { DeliveryOptions } from './events/deliveries.ts';
import type { Queues } from './sqs/queues.ts';

export interface TargetSenderOptions {
  readonly queues: Queues;
  readonly iam: Iam;
  readonly accountId: string;
  readonly graph: Graph;
  readonly invokeFunction: (functionArn: string, event: unknown) => Promise<unknown>;
}

const EVENTBRIDGE: Caller = { arn: 'events.amazonaws.com', kind: 'service' };

/** Creates the function that sends EventBridge's events to queues and functions, as far as their policies allow. */
export function createTargetSender(options: TargetSenderOptions): DeliveryOptions['send'] {
  const { queues, iam, accountId, graph, invokeFunction } = options;
  const permissions = new InvokePermissions(graph);
  return async (arn, text, ruleArn, attributes = {}) => {
    if (arn.startsWith('arn:aws:sqs:')) {
      iam.authorize(EVENTBRIDGE, 'sqs:SendMessage', arn, {
        'aws:SourceArn': ruleArn,
        'aws:SourceAccount': accountId,
      });
      const messageAttributes = Object.fromEntries(
        Object.entries(attributes).map(([name, StringValue]) => [name, { DataType: 'String', StringValue }]),
      );
      await queues.send(arn, text, { senderId: EVENTBRIDGE.arn, attributes: messageAttributes });
      return;
    }
    if (!arn.startsWith('arn:aws:lambda:')) throw notImplemented(`the target ${arn}`);
    permissions.check(arn, EVENTBRIDGE.arn, ruleArn);
    await invokeFunction(arn, JSON.parse(text));
  };
}
