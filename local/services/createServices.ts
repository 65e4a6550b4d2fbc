import type { RequestListener } from 'node:http';
import { join } from 'node:path';
import { AwsEndpoint } from '../aws/endpoint.ts';
import { passThrough, type Interceptor } from '../aws/interceptor.ts';
import { createJsonService, type Operation } from '../aws/jsonService.ts';
import { createRoleCaller, Keyring, type SessionCredentials } from '../aws/keyring.ts';
import type { Caller, ContextInput } from '../aws/types.ts';
import type { MovableClock } from '../clock.ts';
import type { Graph } from '../graph/graph.ts';
import type { AuthorizedCall } from '../iam/iam.ts';
import { createIam } from '../iam/createIam.ts';
import { createTargetSender } from './createTargetSender.ts';
import { DynamoDb } from './dynamodb/dynamoDb.ts';
import { readTables } from './dynamodb/readTables.ts';
import type { EventEnvelope } from './events/description.ts';
import { EventBridge } from './events/eventBridge.ts';
import { createEventBridgeService } from './events/eventBridgeService.ts';
import { readRules } from './events/readRules.ts';
import { provisionObjects } from './provisionObjects.ts';
import { readBuckets } from './s3/readBuckets.ts';
import { S3 } from './s3/s3.ts';
import { createSecretsManagerService } from './secretsmanager/secretsManager.ts';
import { readSecrets } from './secretsmanager/readSecrets.ts';
import { readQueues } from './sqs/queueDescription.ts';
import { createQueueConsumer, type QueueConsumer } from './sqs/createQueueConsumer.ts';
import { Queues } from './sqs/queues.ts';
import { createSqsService } from './sqs/sqs.ts';
import { createStsService } from './sts/sts.ts';

export interface ServicesOptions {
  readonly graph: Graph;
  readonly dataDir: string;
  readonly region: string;
  readonly accountId: string;
  /** The secret that credentials are derived from. */
  readonly seed: string;
  readonly clock: MovableClock;
  readonly invokeFunction: (functionArn: string, event: unknown) => Promise<unknown>;
  readonly onError: (error: unknown) => void;
  /** Called with every event that a bus accepted. */
  readonly onEvent: (event: EventEnvelope) => void;
  /** Called with every decision of IAM. */
  readonly onDecision?: (call: AuthorizedCall) => void;
  readonly interceptor?: Interceptor;
}

/** The AWS services of the graph, behind one endpoint. */
export interface LocalServices {
  readonly listener: RequestListener;
  readonly queues: QueueConsumer;
  readonly eventBridge: EventBridge;
  credentialsOf(roleArn: string): SessionCredentials;
  /** Checks an action that the Lambda service performs with a function's role; throws AccessDenied. */
  authorizeRole(roleArn: string, action: string, resource: string): void;
  /** Reads an object with the caller's permissions for S3 and the key. */
  readObject(
    caller: Caller,
    bucket: string,
    key: string,
    versionId?: string,
    context?: ContextInput,
  ): Promise<Buffer>;
  /** Adds another service of the AWS JSON protocol to the endpoint. */
  register(service: string, options: { operations: Readonly<Record<string, Operation>> }): void;
  /** The messages of every queue. */
  readonly messages: Queues;
  /** Starts deliveries and schedules; called once functions are ready. */
  openSchedules(): void;
  close(): Promise<void>;
}

/** Opens every service with the state of its last run. */
export async function createServices(options: ServicesOptions): Promise<LocalServices> {
  const { graph, dataDir, region, accountId, clock, onError, onEvent } = options;
  const interceptor = options.interceptor ?? passThrough;
  const keys = new Keyring(options.seed, accountId);
  for (const { type, outputs } of graph.resources)
    if (type === 'aws:iam/role:Role') keys.createSession(String(outputs.arn));
  const iam = createIam(graph, {
    accountId,
    region,
    now: () => clock.now(),
    ...(options.onDecision === undefined ? {} : { onDecision: options.onDecision }),
  });
  const endpoint = new AwsEndpoint({
    keys,
    iam,
    interceptor,
    clock,
    onError,
  });

  const queues = await Queues.open(join(dataDir, 'sqs'), readQueues(graph), clock);
  const eventBridge = await EventBridge.open({
    dataDir,
    clock,
    region,
    accountId,
    interceptor,
    onEvent,
    buses: graph.resources
      .filter(({ type }) => type === 'aws:cloudwatch/eventBus:EventBus')
      .map(({ outputs }) => String(outputs.name)),
    rules: readRules(graph),
    send: createTargetSender({ queues, iam, accountId, graph, invokeFunction: options.invokeFunction }),
    onError,
  });
  const s3 = await S3.open({
    dataDir,
    clock,
    region,
    accountId,
    iam,
    keys,
    buckets: readBuckets(graph),
    onObjectEvent: (event) =>
      interceptor.deliver(
        {
          kind: 's3-event',
          target: eventBridge.busArn('default'),
          type: event['detail-type'],
          detail: event.detail,
        },
        () => eventBridge.accept('default', { version: '0', account: accountId, region, ...event }),
      ),
    onError,
  });
  await provisionObjects(graph, s3);
  const dynamoDb = await DynamoDb.open({
    dataDir: join(dataDir, 'dynamodb'),
    clock,
    region,
    tables: readTables(graph),
    onError,
  });

  endpoint.register('s3', s3.service);
  endpoint.register('sqs', createSqsService({ queues, iam, region, accountId, now: () => clock.now() }));
  endpoint.register('events', createEventBridgeService(eventBridge));
  endpoint.register('dynamodb', dynamoDb.service);
  endpoint.register('secretsmanager', createSecretsManagerService(readSecrets(graph), region));
  endpoint.register('sts', createStsService(keys, accountId, clock));
  return {
    listener: endpoint.listener,
    queues: createQueueConsumer(queues, iam),
    messages: queues,
    eventBridge,
    credentialsOf: (roleArn) => keys.createSession(roleArn),
    authorizeRole: (roleArn, action, resource) => iam.authorize(createRoleCaller(roleArn), action, resource),
    readObject: (...call) => s3.readObject(...call),
    register: (name, { operations }) => {
      endpoint.register(name, createJsonService({ name, operations }));
    },
    openSchedules: () => {
      eventBridge.start();
      s3.sendPendingEvents();
    },
    close: async () => {
      await eventBridge.close();
      await queues.close();
      await s3.close();
      await dynamoDb.close();
    },
  };
}
