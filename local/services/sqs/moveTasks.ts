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

/** ListMessageMoveTasks tells of no more: a source's last ten. */
const KEPT = 10;

/**
 * The redrive of a dead-letter queue, whole and at once. Without a destination each message goes where it was moved
 * from; one that was sent to the dead-letter queue itself, as EventBridge does, needs a destination.
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
    } else for (const { arn } of sourcesOf(queues, SourceArn)) authorize('sqs:SendMessage', arn);
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
    tasks.set(SourceArn, [task, ...(tasks.get(SourceArn) ?? [])].slice(0, KEPT));
    return { TaskHandle: task.TaskHandle };
  };

  const list = (input: MoveInput, { authorize }: AwsRequest): object => {
    const { SourceArn = '', MaxResults = 1 } = input;
    assertDeadLetterQueue(queues, SourceArn);
    authorize('sqs:ListMessageMoveTasks', SourceArn);
    return {
      // The handle is told only while a task runs, and none here runs for longer than the call that starts it.
      Results: (tasks.get(SourceArn) ?? [])
        .slice(0, MaxResults)
        .map((task) => ({ ...task, TaskHandle: undefined })),
    };
  };
  return { StartMessageMoveTask: start, ListMessageMoveTasks: list };
}

const sourcesOf = (queues: Queues, deadLetterArn: string) =>
  queues.descriptions.filter(({ redrive }) => redrive?.deadLetterArn === deadLetterArn);

function assertDeadLetterQueue(queues: Queues, arn: string): void {
  if (!queues.descriptions.some((one) => one.arn === arn))
    throw new AwsError(
      'ResourceNotFoundException',
      "The resource that you specified for the SourceArn parameter doesn't exist.",
    );
  if (sourcesOf(queues, arn).length === 0)
    throw new AwsError('InvalidParameterValue', 'Source queue must be configured as a Dead Letter Queue.');
}
