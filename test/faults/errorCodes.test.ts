import assert from 'node:assert/strict';
import {
  EventBridgeClient,
  ListTargetsByRuleCommand,
  PutEventsCommand,
  PutRuleCommand,
  TestEventPatternCommand,
} from '@aws-sdk/client-eventbridge';
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageBatchCommand,
  GetQueueUrlCommand,
  ListQueuesCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs';
import { administrator } from '../support/administrator.ts';
import { startFaultsCloud, type FaultsCloud } from './support/faultsCloud.ts';
import { findStageQueue } from './support/stageQueues.ts';

/** The error codes of the API references, as the SDK names them. */
describe('the error codes', function () {
  this.timeout(60_000);
  let cloud: FaultsCloud;
  let sqs: SQSClient;
  let bus: EventBridgeClient;
  let QueueUrl: string;

  before(async () => {
    cloud = await startFaultsCloud();
    const settings = { ...administrator(cloud.cloud.outputs), maxAttempts: 1 };
    sqs = new SQSClient({ ...settings, useQueueUrlAsEndpoint: false });
    bus = new EventBridgeClient(settings);
    QueueUrl = findStageQueue(cloud.cloud, 'erase').deadLetterUrl;
  });
  after(() => [sqs, bus].forEach((client) => client.destroy()));

  const entry = (Id: string) => ({ Id, MessageBody: 'x' });
  const ofSqs: [string, () => Promise<unknown>][] = [
    [
      'QueueDoesNotExist',
      () => sqs.send(new SendMessageCommand({ QueueUrl: 'http://x/0/none', MessageBody: 'x' })),
    ],
    ['QueueDoesNotExist', () => sqs.send(new GetQueueUrlCommand({ QueueName: 'none' }))],
    ['MissingParameter', () => sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: undefined }))],
    ['MissingParameter', () => sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: '' }))],
    [
      'InvalidParameterValue',
      () => sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'x', DelaySeconds: 901 })),
    ],
    ['EmptyBatchRequest', () => sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries: [] }))],
    [
      'TooManyEntriesInBatchRequest',
      () =>
        sqs.send(
          new SendMessageBatchCommand({
            QueueUrl,
            Entries: Array.from({ length: 11 }, (_one, index) => entry(String(index))),
          }),
        ),
    ],
    [
      'BatchEntryIdsNotDistinct',
      () => sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries: [entry('a'), entry('a')] })),
    ],
    [
      'InvalidBatchEntryId',
      () => sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries: [entry('a.b')] })),
    ],
    [
      'BatchEntryIdsNotDistinct',
      () =>
        sqs.send(
          new DeleteMessageBatchCommand({
            QueueUrl,
            Entries: ['a', 'a'].map((Id) => ({ Id, ReceiptHandle: 'x' })),
          }),
        ),
    ],
    [
      'InvalidParameterValue',
      () => sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 11 })),
    ],
    [
      'MessageNotInflight',
      () =>
        sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle: 'x', VisibilityTimeout: 1 })),
    ],
    [
      'ResourceNotFoundException',
      () => sqs.send(new StartMessageMoveTaskCommand({ SourceArn: 'arn:aws:sqs:us-east-1:0:x' })),
    ],
    ['NotImplemented', () => sqs.send(new ListQueuesCommand({}))],
  ];
  const event = JSON.stringify({
    ...{ id: '1', source: 'x', 'detail-type': 'T', account: '0', region: 'r', time: 't' },
  });
  const ofEvents: [string, () => Promise<unknown>][] = [
    ['ValidationException', () => bus.send(new PutEventsCommand({ Entries: [] }))],
    [
      'InvalidEventPatternException',
      () => bus.send(new PutRuleCommand({ Name: 'r', EventPattern: '{"source":["a",{"prefix":1}]}' })),
    ],
    ['InvalidEventPatternException', () => bus.send(new PutRuleCommand({ Name: 'r', EventPattern: 'none' }))],
    ['ValidationException', () => bus.send(new PutRuleCommand({ Name: 'r' }))],
    [
      'ResourceNotFoundException',
      () =>
        bus.send(new PutRuleCommand({ Name: 'r', EventBusName: 'none', EventPattern: '{"source":["a"]}' })),
    ],
    ['ResourceNotFoundException', () => bus.send(new ListTargetsByRuleCommand({ Rule: 'none' }))],
    [
      'InvalidEventPatternException',
      () =>
        bus.send(new TestEventPatternCommand({ EventPattern: '{"a":[{"wildcard":"**"}]}', Event: event })),
    ],
    [
      'InvalidEventPatternException',
      () =>
        bus.send(
          new TestEventPatternCommand({
            EventPattern: '{"a":[{"wildcard":"*:*:*:*:*:event-bus/*"}]}',
            Event: event,
          }),
        ),
    ],
    [
      'ValidationException',
      () => bus.send(new TestEventPatternCommand({ EventPattern: '{"a":["b"]}', Event: 'no JSON' })),
    ],
    [
      'ValidationException',
      () => bus.send(new TestEventPatternCommand({ EventPattern: '{"a":["b"]}', Event: '{"a":"b"}' })),
    ],
  ];

  for (const [service, cases] of [
    ['SQS', ofSqs],
    ['EventBridge', ofEvents],
  ] as const)
    it(`are those of ${service}`, async () => {
      const names = await Promise.all(
        cases.map(([, call]) =>
          call().then(
            () => 'no error',
            (error: unknown) => (error as Error).name,
          ),
        ),
      );
      assert.deepEqual(
        names,
        cases.map(([code]) => code),
      );
    });

  it('are set for each rejected entry of PutEvents, and the other entries are accepted', async () => {
    const good = { Source: 'test', DetailType: 'T', Detail: '{}' };
    const { FailedEntryCount, Entries = [] } = await bus.send(
      new PutEventsCommand({
        Entries: [
          good,
          { ...good, Detail: '{' },
          { ...good, Source: 'aws.s3' },
          { ...good, DetailType: undefined },
        ],
      }),
    );
    assert.equal(FailedEntryCount, 3);
    assert.deepEqual(
      Entries.map(({ ErrorCode, EventId }) => ErrorCode ?? (EventId === undefined ? 'nothing' : 'taken')),
      ['taken', 'MalformedDetail', 'NotAuthorizedForSourceException', 'InvalidArgument'],
    );
    const { Result } = await bus.send(
      new TestEventPatternCommand({ EventPattern: '{"source":["x"]}', Event: event }),
    );
    assert.equal(Result, true);
  });
});
