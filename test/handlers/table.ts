import { once } from 'node:events';
import { createRequire } from 'node:module';
import type { AddressInfo, Server } from 'node:net';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';

/** dynalite has no type declarations. */
const dynalite = createRequire(import.meta.url)('dynalite') as (options: { createTableMs: number }) => Server;

/** The functions' environment. Handlers read it on import, so a spec imports this module first. */
const ENVIRONMENT = {
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
  JOBS_TABLE: 'jobs',
  UPLOADS_BUCKET: 'uploads',
  DERIVED_BUCKET: 'derived',
  EVENT_BUS_NAME: 'bus',
  TENANT_CLAIM: 'tenant',
  MAX_UPLOAD_BYTES: '1000000',
  ANALYZERS: 'rekognition',
  UPLOAD_EXPIRES_SECONDS: '900',
  LINK_EXPIRES_SECONDS: '300',
  JOB_DEADLINE_SECONDS: '3600',
  JOB_RETENTION_DAYS: '30',
  MAX_RECEIVES: '5',
  POWERTOOLS_DEV: 'false',
  POWERTOOLS_LOG_LEVEL: 'SILENT',
  POWERTOOLS_METRICS_DISABLED: 'true',
  POWERTOOLS_SERVICE_NAME: 'test',
};

/** Starts an in-memory table with the indexes of components/storage/jobsTable.ts for all specs of this process. */
async function startTable(): Promise<Server> {
  const server = dynalite({ createTableMs: 0 });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  Object.assign(process.env, ENVIRONMENT, { AWS_ENDPOINT_URL_DYNAMODB: endpoint });
  const client = new DynamoDBClient({});
  const index = (IndexName: string, hash: string, range: string) => ({
    IndexName,
    KeySchema: [
      { AttributeName: hash, KeyType: 'HASH' as const },
      { AttributeName: range, KeyType: 'RANGE' as const },
    ],
    Projection: { ProjectionType: 'ALL' as const },
  });
  await client.send(
    new CreateTableCommand({
      TableName: 'jobs',
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: ['pk', 'tenantKey', 'batchKey', 'createdKey', 'dueShard', 'dueAt'].map(
        (AttributeName) => ({ AttributeName, AttributeType: 'S' }),
      ),
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      GlobalSecondaryIndexes: [
        index('byTenant', 'tenantKey', 'createdKey'),
        index('byBatch', 'batchKey', 'createdKey'),
        index('due', 'dueShard', 'dueAt'),
      ],
    }),
  );
  client.destroy();
  return server;
}

const server = await startTable();

after(() => server.close());
