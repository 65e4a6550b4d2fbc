import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { S3Client } from '@aws-sdk/client-s3';
import { AwsEndpoint } from '../../../../../local/aws/endpoint.ts';
import { passThrough } from '../../../../../local/aws/interceptor.ts';
import { ADMINISTRATOR, buildAdministratorArn, Keyring } from '../../../../../local/aws/keyring.ts';
import { MovableClock } from '../../../../../local/clock.ts';
import { Iam } from '../../../../../local/iam/iam.ts';
import { parsePolicy } from '../../../../../local/iam/policy.ts';
import type { S3Event } from '../../../../../local/services/s3/context.ts';
import { S3 } from '../../../../../local/services/s3/s3.ts';

const ACCOUNT = '000000000000';
const REGION = 'us-east-1';

export interface S3Service {
  readonly endpoint: string;
  readonly folder: string;
  readonly clock: MovableClock;
  readonly iam: Iam;
  readonly keys: Keyring;
  readonly events: S3Event[];
  client(credentials?: { accessKeyId: string; secretAccessKey: string }): S3Client;
  /** Closes the service and reopens it with its data. */
  restart(): Promise<void>;
  /** Fails if the service had an unexpected error. */
  close(): Promise<void>;
}

/** Starts S3 with two buckets: `uploads`, versioned and with events, and `plain`. */
export async function s3Service(): Promise<S3Service> {
  const folder = mkdtempSync(join(tmpdir(), 's3-'));
  const clock = new MovableClock();
  const keys = new Keyring('seed', ACCOUNT);
  const iam = new Iam({ accountId: ACCOUNT, region: REGION, now: () => clock.now() });
  const events: S3Event[] = [];
  const errors: unknown[] = [];
  iam.attach(
    buildAdministratorArn(ACCOUNT),
    parsePolicy({ Statement: { Effect: 'Allow', Action: '*', Resource: '*' } }, 'admin'),
  );
  const bucket = { kmsKeyArn: undefined, cors: [] };
  const open = (): Promise<S3> =>
    S3.open({
      ...{ dataDir: folder, clock, region: REGION, accountId: ACCOUNT, iam, keys },
      buckets: [
        { ...bucket, name: 'uploads', versioning: true, eventBridge: true },
        { ...bucket, name: 'plain', versioning: false, eventBridge: false },
      ],
      onObjectEvent: (event) => {
        events.push(event);
        return Promise.resolve();
      },
      onError: (error) => errors.push(error),
    });
  let s3 = await open();
  const aws = new AwsEndpoint({
    keys,
    iam,
    interceptor: passThrough,
    onError: (error) => errors.push(error),
  });
  aws.register('s3', s3.service);
  const server = createServer(aws.listener).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    ...{ endpoint, folder, clock, iam, keys, events },
    client: (credentials = ADMINISTRATOR) =>
      new S3Client({ region: REGION, endpoint, credentials, maxAttempts: 1 }),
    restart: async () => {
      await s3.close();
      s3 = await open();
      aws.register('s3', s3.service);
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await s3.close();
      clock.close();
      rmSync(folder, { recursive: true });
      assert.deepEqual(errors, []);
    },
  };
}
