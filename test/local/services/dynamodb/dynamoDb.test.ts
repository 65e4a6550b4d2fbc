import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { AwsEndpoint } from '../../../../local/aws/endpoint.ts';
import { passThrough } from '../../../../local/aws/interceptor.ts';
import { ADMINISTRATOR, buildAdministratorArn, Keyring } from '../../../../local/aws/keyring.ts';
import { createJsonService } from '../../../../local/aws/jsonService.ts';
import { MovableClock } from '../../../../local/clock.ts';
import { Iam } from '../../../../local/iam/iam.ts';
import { parsePolicy } from '../../../../local/iam/policy.ts';
import { DynamoDb } from '../../../../local/services/dynamodb/dynamoDb.ts';
import { waitFor } from '../../../support/waitFor.ts';

const accountId = '000000000000';
const region = 'us-east-1';
const tableArn = `arn:aws:dynamodb:${region}:${accountId}:table/jobs`;

const readerArn = `arn:aws:iam::${accountId}:role/reader`;

describe('DynamoDb', () => {
  const clock = new MovableClock();
  const dataDir = mkdtempSync(join(tmpdir(), 'dynamodb-'));
  let server: Server;
  let dynamoDb: DynamoDb;
  const errors: unknown[] = [];
  let client: DynamoDBDocumentClient;
  let reader: DynamoDBDocumentClient;

  before(async () => {
    dynamoDb = await DynamoDb.open({
      dataDir,
      clock,
      region,
      onError: (error) => errors.push(error),
      tables: [
        {
          name: 'jobs',
          arn: tableArn,
          hashKey: 'pk',
          attributes: ['pk', 'tenantKey', 'createdKey'].map((name) => ({ name, type: 'S' })),
          indexes: [
            { name: 'byTenant', hashKey: 'tenantKey', rangeKey: 'createdKey', projectionType: 'ALL' },
          ],
          ttlAttribute: 'ttl',
        },
      ],
    });
    const keys = new Keyring('seed', accountId);
    const iam = new Iam({ accountId, region, now: () => clock.now() });
    const allow = (principal: string, Action: string[], Resource: string) =>
      iam.attach(
        principal,
        parsePolicy({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource }] }, principal),
      );
    allow(buildAdministratorArn(accountId), ['dynamodb:*'], '*');
    allow(readerArn, ['dynamodb:GetItem'], tableArn);
    const endpoint = new AwsEndpoint({
      keys,
      iam,
      interceptor: passThrough,
      onError: (error) => errors.push(error),
    });
    endpoint.register('dynamodb', dynamoDb.service);
    // S3 rejects unsigned requests.
    endpoint.register('s3', createJsonService({ name: 'S3', operations: {} }));
    server = createServer(endpoint.listener).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const connect = (credentials: { accessKeyId: string; secretAccessKey: string }) =>
      DynamoDBDocumentClient.from(
        new DynamoDBClient({ region, endpoint: `http://127.0.0.1:${port}`, credentials, maxAttempts: 1 }),
      );
    client = connect(ADMINISTRATOR);
    reader = connect(keys.createSession(readerArn));
  });
  after(async () => {
    client.destroy();
    reader.destroy();
    server.close();
    await dynamoDb.close();
    clock.close();
    rmSync(dataDir, { recursive: true });
    assert.deepEqual(errors, []);
  });

  it('stores rows and finds them by an index', async () => {
    const Item = { pk: 'job#1', tenantKey: 'a', createdKey: '2026#1', rev: 1 };
    await client.send(new PutCommand({ TableName: 'jobs', Item }));
    const { Items } = await client.send(
      new QueryCommand({
        TableName: 'jobs',
        IndexName: 'byTenant',
        KeyConditionExpression: 'tenantKey = :tenant',
        ExpressionAttributeValues: { ':tenant': 'a' },
      }),
    );
    assert.deepEqual(Items, [Item]);
  });

  it('names principal, action and resource of a denied request', async () => {
    const Key = { pk: 'job#1' };
    assert.equal((await reader.send(new GetCommand({ TableName: 'jobs', Key }))).Item?.rev, 1);
    await assert.rejects(reader.send(new PutCommand({ TableName: 'jobs', Item: { pk: 'x' } })), {
      name: 'AccessDeniedException',
      message: `User: arn:aws:sts::${accountId}:assumed-role/reader/local is not authorized to perform: dynamodb:PutItem on resource: "${tableArn}" because no identity-based policy allows the dynamodb:PutItem action`,
    });
  });

  it('answers a failed condition with ConditionalCheckFailedException', async () => {
    const put = new PutCommand({
      TableName: 'jobs',
      Item: { pk: 'job#1' },
      ConditionExpression: 'attribute_not_exists(pk)',
    });
    await assert.rejects(client.send(put), { name: 'ConditionalCheckFailedException' });
  });

  it('removes expired rows', async () => {
    const soon = Math.floor(clock.now() / 1000) + 600;
    await client.send(new PutCommand({ TableName: 'jobs', Item: { pk: 'job#2', ttl: soon } }));
    clock.advance(2 * 3_600_000);
    const get = () => client.send(new GetCommand({ TableName: 'jobs', Key: { pk: 'job#2' } }));
    await waitFor('the removal of the row', async () => (await get()).Item === undefined);
    assert.ok((await client.send(new GetCommand({ TableName: 'jobs', Key: { pk: 'job#1' } }))).Item);
  });

  it('rejects an unsupported operation by name', async () => {
    const { TransactWriteCommand } = await import('@aws-sdk/lib-dynamodb');
    await assert.rejects(
      client.send(new TransactWriteCommand({ TransactItems: [] })),
      /does not support TransactWriteItems/,
    );
  });
});
