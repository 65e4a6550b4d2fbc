import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  ListObjectVersionsCommand,
  S3Client,
  type ListObjectVersionsCommandOutput,
} from '@aws-sdk/client-s3';
import { DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb';
import { CreateJobsResponse } from '../../../contract/index.ts';
import { MovableClock } from '../../../local/clock.ts';
import { startLocalCloud, type LocalCloud, type LocalCloudHooks } from '../../../local/startLocalCloud.ts';
import { fakeRekognition } from '../../chaos/fakeRekognition.ts';
import { administrator } from '../../support/administrator.ts';
import { apiClient, type ApiClient } from '../../support/apiClient.ts';

export type Upload = CreateJobsResponse['jobs'][number]['upload'];

/** A local cloud in this process, with a movable clock and a fake Rekognition. */
export interface TestCloud {
  readonly cloud: LocalCloud;
  readonly clock: MovableClock;
  readonly dataDir: string;
  readonly s3: S3Client;
  client(tenant: string): Promise<ApiClient>;
  /** Waits until nothing is in progress, except work that is scheduled for later. */
  waitUntilIdle(): Promise<void>;
  /** Advances the clock, in steps to each scheduled time, and waits until the cloud is idle after each step. */
  advance(ms: number, stepMs?: number): Promise<void>;
  /** Returns every version and marker under a prefix of a bucket, as `key versionId`. */
  versions(bucket: string, prefix?: string): Promise<string[]>;
  /** Returns every row of the jobs table. */
  rows(): Promise<Record<string, unknown>[]>;
  close(): Promise<void>;
}

/** The longest real time until the cloud is idle. */
const LIMIT_MS = 90_000;

/** The smallest step of the clock. Work that is due earlier waits for it. */
const STEP_MS = 60_000;

export async function startTestCloud(
  hooks: Partial<LocalCloudHooks> = {},
  config: Record<string, string> = {},
): Promise<TestCloud> {
  const dataDir = mkdtempSync(join(tmpdir(), 'access-'));
  const clock = new MovableClock();
  const cloud = await startLocalCloud(
    { port: 0, dataDir, config: { apiRateLimit: '10000', apiBurstLimit: '5000', ...config } },
    { clock, print: () => undefined, serveRekognition: fakeRekognition(() => undefined), ...hooks },
  );
  const { services, functions, outputs } = cloud;
  const aws = administrator(outputs);
  const s3 = new S3Client(aws);
  const table = DynamoDBDocumentClient.from(new DynamoDBClient(aws));
  const stages = services.messages.descriptions.filter(({ redrive }) => redrive !== undefined);

  const rest = async (): Promise<void> => {
    const busy = (): boolean =>
      functions.activeInvocations > 0 ||
      services.eventBridge.activeDeliveries > 0 ||
      stages.some(({ arn }) => services.messages.counts(arn).visible > 0);
    const end = Date.now() + LIMIT_MS;
    for (let quiet = 0; quiet < 5; quiet = busy() ? 0 : quiet + 1) {
      if (Date.now() > end) throw new Error('The cloud did not become idle.');
      await sleep(10);
    }
  };
  return {
    ...{ cloud, clock, dataDir, s3, waitUntilIdle: rest },
    client: (tenant) => apiClient(outputs, tenant),
    advance: async (ms, stepMs = STEP_MS) => {
      const end = clock.now() + ms;
      await rest();
      while (clock.now() < end) {
        const waiting = stages.flatMap(({ arn }) => services.messages.nextVisibleAt(arn) ?? []);
        const due = Math.min(end, ...waiting, clock.next ?? Infinity);
        clock.advance(Math.min(end - clock.now(), Math.max(stepMs, due - clock.now())));
        await rest();
      }
    },
    versions: async (Bucket, Prefix = '') => {
      const found: string[] = [];
      let at: { KeyMarker?: string | undefined; VersionIdMarker?: string | undefined } | undefined = {};
      while (at !== undefined) {
        const page: ListObjectVersionsCommandOutput = await s3.send(
          new ListObjectVersionsCommand({ Bucket, Prefix, ...at }),
        );
        for (const { Key, VersionId } of [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])])
          found.push(`${Key!} ${VersionId!}`);
        const { IsTruncated, NextKeyMarker: KeyMarker, NextVersionIdMarker: VersionIdMarker } = page;
        at = IsTruncated === true ? { KeyMarker, VersionIdMarker } : undefined;
      }
      return found;
    },
    rows: async () => {
      const found: Record<string, unknown>[] = [];
      for await (const { Items } of paginateScan({ client: table }, { TableName: outputs.jobsTable }))
        found.push(...(Items ?? []));
      return found;
    },
    close: async () => {
      s3.destroy();
      table.destroy();
      await cloud.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** Creates one job and returns its form. */
export async function newJob(client: ApiClient): Promise<{ jobId: string; upload: Upload }> {
  const answer = await client.call('POST', '/jobs', { files: [{}] });
  return CreateJobsResponse.parse(await answer.json()).jobs[0]!;
}
