import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateQueueCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { AwsEndpoint } from '../../../../local/aws/endpoint.ts';
import { passThrough } from '../../../../local/aws/interceptor.ts';
import { ADMINISTRATOR, Keyring } from '../../../../local/aws/keyring.ts';
import { MovableClock } from '../../../../local/clock.ts';
import type { Graph } from '../../../../local/graph/graph.ts';
import { createIam } from '../../../../local/iam/createIam.ts';
import { LoopbackServer } from '../../../../local/servers/loopbackServer.ts';
import { Queues } from '../../../../local/services/sqs/queues.ts';
import { createSqsService } from '../../../../local/services/sqs/sqs.ts';

const ACCOUNT = { region: 'us-east-1', accountId: '000000000000' };
const ROLE = 'arn:aws:iam::000000000000:role/sender';
const POLICY = JSON.stringify({
  Statement: [{ Effect: 'Allow', Principal: { AWS: ROLE }, Action: 'sqs:SendMessage', Resource: '*' }],
});

describe('CreateQueue', function () {
  this.timeout(20_000);
  const folder = mkdtempSync(join(tmpdir(), 'create-queue-'));
  const clock = new MovableClock();
  let listener: LoopbackServer;
  let queues: Queues;
  let administrator: SQSClient;
  let sender: SQSClient;

  /** Starts SQS without queues of a graph, with the state of its last run. */
  async function start(): Promise<void> {
    const iam = createIam({ resources: [] } as unknown as Graph, { ...ACCOUNT, now: () => Date.now() });
    const keys = new Keyring('seed', ACCOUNT.accountId);
    const onError = (error: unknown): void => console.error(error);
    const endpoint = new AwsEndpoint({ keys, iam, interceptor: passThrough, onError });
    queues = await Queues.open(folder, [], clock);
    const service = createSqsService({ queues, iam, ...ACCOUNT });
    endpoint.register('sqs', service);
    // The endpoint needs S3, which serves unsigned requests.
    endpoint.register('s3', service);
    listener = new LoopbackServer();
    const settings = {
      ...{ region: ACCOUNT.region, maxAttempts: 1 },
      endpoint: `http://127.0.0.1:${await listener.listen(0)}`,
    };
    listener.serve(endpoint.listener);
    administrator = new SQSClient({ ...settings, credentials: ADMINISTRATOR });
    sender = new SQSClient({ ...settings, credentials: keys.createSession(ROLE) });
  }
  async function stop(): Promise<void> {
    administrator.destroy();
    sender.destroy();
    await queues.close();
    await listener.close();
  }

  beforeEach(start);
  afterEach(async () => {
    await stop();
    rmSync(folder, { recursive: true });
  });
  after(() => clock.close());

  const create = (Attributes: Record<string, string>, client = administrator) =>
    client.send(new CreateQueueCommand({ QueueName: 'own', Attributes }));

  it('creates a queue that survives a restart with its policy and messages', async () => {
    const { QueueUrl } = await create({ Policy: POLICY, VisibilityTimeout: '7' });
    assert.match(QueueUrl!, /^http:\/\/127\.0\.0\.1:\d+\/000000000000\/own$/);
    await sender.send(new SendMessageCommand({ QueueUrl, MessageBody: 'before' }));
    await stop();
    await start();
    const again = await administrator.send(new GetQueueUrlCommand({ QueueName: 'own' }));
    await sender.send(new SendMessageCommand({ QueueUrl: again.QueueUrl, MessageBody: 'after' }));
    const { Messages = [] } = await administrator.send(
      new ReceiveMessageCommand({ QueueUrl: again.QueueUrl, MaxNumberOfMessages: 10 }),
    );
    assert.deepEqual(
      Messages.map(({ Body }) => Body),
      ['before', 'after'],
    );
    assert.equal(queues.descriptions[0]?.visibilityMs, 7000);
    // Creating an equal queue is not an error.
    assert.equal((await create({ Policy: POLICY, VisibilityTimeout: '7' })).QueueUrl, again.QueueUrl);
  });

  it('denies callers that no policy allows', async () => {
    await assert.rejects(
      create({}, sender),
      /not authorized to perform: sqs:CreateQueue on resource: "arn:aws:sqs:us-east-1:000000000000:own"/,
    );
    const { QueueUrl } = await create({});
    await assert.rejects(
      sender.send(new SendMessageCommand({ QueueUrl, MessageBody: 'x' })),
      /not authorized to perform: sqs:SendMessage on resource: "arn:aws:sqs:us-east-1:000000000000:own"/,
    );
  });

  it('rejects other attributes for an existing name, invalid values and unsupported attributes', async () => {
    await create({});
    await assert.rejects(create({ DelaySeconds: '5' }), { name: 'QueueNameExists' });
    await assert.rejects(create({ VisibilityTimeout: '43201' }), { name: 'InvalidAttributeValue' });
    await assert.rejects(create({ FifoQueue: 'true' }), /FifoQueue/);
  });
});
