/**
 * A third-party analyzer that only knows the published contract. It receives the events of images through its own rule and
 * queue, and measures the sharpness of the images.
 */
import { createHash } from 'node:crypto';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { CreateQueueCommand, DeleteMessageCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { SQSClient } from '@aws-sdk/client-sqs';
import { Jimp } from 'jimp';
import { type Detail, detailSchema, EVENT_SOURCE, ResultDocument, resultKey } from '../../contract/index.ts';
import { administrator } from '../support/administrator.ts';
import type { Outputs } from '../support/localCloud.ts';
import { laplacianVariance } from './laplacianVariance.ts';

const ACCOUNT = '000000000000';

export interface SharpnessAnalyzer {
  /** Waits for the decoded image of a job, publishes its sharpness, and returns the variance of the Laplacian. */
  analyze(jobId: string): Promise<number>;
  close(): void;
}

/**
 * Subscribes to the bus of the stack.
 * @param name the name of the analyzer; it publishes as `dicom-analyzer.{name}`
 */
export async function subscribeSharpness(outputs: Outputs, name: string): Promise<SharpnessAnalyzer> {
  const settings = administrator(outputs);
  const [events, sqs, s3] = [
    new EventBridgeClient(settings),
    new SQSClient(settings),
    new S3Client(settings),
  ];
  const url = await subscribe(outputs, name, events, sqs);

  /** Receives messages one by one until that of the job. */
  async function receiveDecoded(jobId: string): Promise<Detail<'Image Decoded'>> {
    for (const end = Date.now() + 60_000; Date.now() < end;) {
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({ QueueUrl: url, WaitTimeSeconds: 5, MaxNumberOfMessages: 1 }),
      );
      for (const { Body = '', ReceiptHandle } of Messages) {
        const { detail } = JSON.parse(Body) as { detail: unknown };
        await sqs.send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle }));
        const read = detailSchema('Image Decoded').parse(detail) as Detail<'Image Decoded'>;
        if (read.metadata.jobId === jobId) return read;
      }
    }
    throw new Error(`'Image Decoded' of ${jobId} did not arrive within a minute.`);
  }

  async function publish({ metadata, data }: Detail<'Image Decoded'>, variance: number): Promise<void> {
    const { jobId, attempt, tenant, eventId } = metadata;
    const { bucket } = data.renditions[0]!;
    const document = ResultDocument.parse({
      ...{ version: 1, jobId, attempt, analyzer: name, createdAt: new Date().toISOString() },
      ...{ model: `variance of the Laplacian: ${variance.toFixed(1)}`, text: [] },
      labels: [{ name: variance > 100 ? 'Sharp' : 'Blurred', confidence: 100, instances: [] }],
    });
    const key = resultKey(name, tenant, jobId, attempt);
    await s3.send(
      new PutObjectCommand({
        ...{ Bucket: bucket, Key: key, Body: JSON.stringify(document), ContentType: 'application/json' },
      }),
    );
    const detail = detailSchema('Image Analyzed').parse({
      metadata: {
        ...{ version: 1, eventId: deriveEventId('Image Analyzed', name, eventId), jobId, attempt, tenant },
        ...{ time: new Date().toISOString(), causationId: eventId },
      },
      data: { analyzer: name, result: { bucket, key }, counts: { labels: 1, text: 0 } },
    });
    const sent = await events.send(
      new PutEventsCommand({
        Entries: [
          {
            ...{ EventBusName: outputs.eventBusName, Source: `${EVENT_SOURCE}.${name}` },
            ...{ DetailType: 'Image Analyzed', Detail: JSON.stringify(detail) },
          },
        ],
      }),
    );
    if (sent.FailedEntryCount !== 0) throw new Error(JSON.stringify(sent.Entries));
  }

  return {
    analyze: async (jobId) => {
      const image = await receiveDecoded(jobId);
      const { bucket, key } = image.data.renditions[0]!;
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
      const jpeg = Buffer.from(await Body!.transformToByteArray());
      const variance = laplacianVariance((await Jimp.read(jpeg)).bitmap);
      await publish(image, variance);
      return variance;
    },
    close: () => [events, sqs, s3].forEach((client) => client.destroy()),
  };
}

/** Derives the id of an event from its content, so that a repeated event has the same id. */
const deriveEventId = (...parts: string[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);

/** Creates the analyzer's queue, which only its rule may send to, and returns its URL. */
async function subscribe(
  { region, eventBusName }: Outputs,
  name: string,
  events: EventBridgeClient,
  sqs: SQSClient,
): Promise<string> {
  const [queueName, rule] = [`${name}-queue`, `${name}-rule`];
  const arn = `arn:aws:sqs:${region}:${ACCOUNT}:${queueName}`;
  const { RuleArn } = await events.send(
    new PutRuleCommand({
      ...{ Name: rule, EventBusName: eventBusName },
      EventPattern: JSON.stringify({ source: [EVENT_SOURCE], 'detail-type': ['Image Decoded'] }),
    }),
  );
  const policy = {
    Version: '2012-10-17',
    Statement: [
      {
        ...{ Effect: 'Allow', Principal: { Service: 'events.amazonaws.com' } },
        ...{ Action: 'sqs:SendMessage', Resource: arn },
        Condition: { ArnEquals: { 'aws:SourceArn': RuleArn } },
      },
    ],
  };
  const { QueueUrl } = await sqs.send(
    new CreateQueueCommand({ QueueName: queueName, Attributes: { Policy: JSON.stringify(policy) } }),
  );
  await events.send(
    new PutTargetsCommand({ Rule: rule, EventBusName: eventBusName, Targets: [{ Id: name, Arn: arn }] }),
  );
  return QueueUrl!;
}
