import { randomUUID } from 'node:crypto';
import { AwsError, notImplemented } from '../../aws/awsError.ts';
import type { AwsRequest } from '../../aws/types.ts';
import type { Queues } from './queues.ts';

export interface MoveInput {
  readonly SourceArn?: string;
  readonly DestinationArn?: string;
  readonly MaxNumberOfMessagesPerSecond?: number;
  readonly MaxResults?: number;
}

interface Task {
  readonly TaskHandle: string;
  readonly Status: 'COMPLETED' | 'FAILED';
  readonly SourceArn: string;
  readonly DestinationArn?: string;
  readonly ApproximateNumberOfMessagesMoved: number;
  readonly ApproximateNumberOfMessagesToMove: number;
  readonly FailureReason?: string;
  readonly StartedTimestamp: number;
}

/** The most tasks of a source that ListMessageMoveTasks returns. */
const MAX_LISTED = 10;

/**
 * Creates the operations that redrive a dead-letter queue, all messages at once. Without a destination each message goes
 * back to the queue that it was moved from; a message that was sent to the dead-letter queue directly, such as by
 * EventBridge, needs a destination.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_StartMessageMoveTask.html
 */
export function createMoveTasks(queues: Queues, now: () => number) {
  const tasks = new Map<string, Task[]>();

  const start = async (input: MoveInput, { authorize }: AwsRequest): Promise<object> => {
    const { SourceArn = '', DestinationArn } = input;
    if (input.MaxNumberOfMessagesPerSecond !== undefined)
      throw notImplemented('MaxNumberOfMessagesPerSecond of a message move task');
    assertDeadLetterQueue(queues, SourceArn);
    for (const action of ['StartMessageMoveTask', 'ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes'])
      authorize(`sqs:${action}`, SourceArn);
    if (DestinationArn !== undefined) {
      if (!queues.descriptions.some(({ arn }) => arn === DestinationArn))
        throw new AwsError(
          'ResourceNotFoundException',
          "The resource that you specified for the DestinationArn parameter doesn't exist.",
        );
      authorize('sqs:SendMessage', DestinationArn);
    } else for (const { arn } of findSources(queues, SourceArn)) authorize('sqs:SendMessage', arn);
    const { moved, homeless } = await queues.moveAll(SourceArn, DestinationArn);
    const task: Task = {
      TaskHandle: Buffer.from(JSON.stringify({ taskId: randomUUID(), sourceArn: SourceArn })).toString(
        'base64',
      ),
      Status: homeless === 0 ? 'COMPLETED' : 'FAILED',
      SourceArn,
      ...(DestinationArn === undefined ? {} : { DestinationArn }),
      ApproximateNumberOfMessagesMoved: moved,
      ApproximateNumberOfMessagesToMove: moved + homeless,
      ...(homeless === 0 ? {} : { FailureReason: 'CouldNotDetermineMessageSource' }),
      StartedTimestamp: now(),
    };
    tasks.set(SourceArn, [task, ...(tasks.get(SourceArn) ?? [])].slice(0, MAX_LISTED));
    return { TaskHandle: task.TaskHandle };
  };

  const list = (input: MoveInput, { authorize }: AwsRequest): object => {
    const { SourceArn = '', MaxResults = 1 } = input;
    assertDeadLetterQueue(queues, SourceArn);
    authorize('sqs:ListMessageMoveTasks', SourceArn);
    return {
      // Only running tasks have a handle, and no task here runs for longer than the call that starts it.
      Results: (tasks.get(SourceArn) ?? [])
        .slice(0, MaxResults)
        .map((task) => ({ ...task, TaskHandle: undefined })),
    };
  };
  return { StartMessageMoveTask: start, ListMessageMoveTasks: list };
}

const findSources = (queues: Queues, deadLetterArn: string) =>
  queues.descriptions.filter(({ redrive }) => redrive?.deadLetterArn === deadLetterArn);

function assertDeadLetterQueue(queues: Queues, arn: string): void {
  if (!queues.descriptions.some((one) => one.arn === arn))
    throw new AwsError(
      'ResourceNotFoundException',
      "The resource that you specified for the SourceArn parameter doesn't exist.",
    );
  if (findSources(queues, arn).length === 0)
    throw new AwsError('InvalidParameterValue', 'Source queue must be configured as a Dead Letter Queue.');
}
