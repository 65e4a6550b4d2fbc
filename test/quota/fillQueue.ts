import { randomUUID } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { renditionKey, uploadKey } from '../../contract/index.ts';
import { buildEvent } from '../../handlers/events/buildEvent.ts';
import { toFact } from '../../handlers/events/toFact.ts';
import { mapWithConcurrency } from '../../handlers/support/mapWithConcurrency.ts';
import { hash128 } from '../../handlers/jobs/hash.ts';
import { createRow } from '../../handlers/jobs/createRow.ts';
import type { TestCloud } from '../api-access/support/testCloud.ts';
import { administrator } from '../support/administrator.ts';

const AT_ONCE = 16;
const WHOLE = { left: 0, top: 0, width: 1, height: 1 };

/**
 * Queues images for analyze, with the row, rendition and event that decode writes for each.
 * @param delaySeconds the delay of the queue, on the cloud's clock
 * @returns the ids of the jobs
 */
export async function fillQueue(
  { cloud: { outputs, services }, s3, clock }: TestCloud,
  queueArn: string,
  { tenant, images, delaySeconds }: { tenant: string; images: number; delaySeconds: number },
): Promise<string[]> {
  const table = DynamoDBDocumentClient.from(new DynamoDBClient(administrator(outputs)));
  const now = clock.now();
  const put = async (index: number): Promise<string> => {
    const jobId = randomUUID().replaceAll('-', '');
    const sourceKey = uploadKey(tenant, jobId);
    const source = { bucket: outputs.uploadsBucket, key: sourceKey, versionId: 'none' };
    const rendition = { frame: 0, width: 80, height: 80, crop: WHOLE };
    const key = renditionKey(tenant, jobId, 1, 0);
    const decoded = buildEvent(
      'Image Decoded',
      { jobId, tenant, attempt: 1, causationId: 'test', now },
      {
        source,
        image: { format: 'png', width: 80, height: 80, frames: 1 },
        renditions: [{ ...rendition, bucket: outputs.derivedBucket, key }],
        analyzers: ['rekognition'],
        warnings: [],
      },
      source.versionId,
    );
    const { detail } = decoded;
    const decode = toFact({ kind: 'contract', type: 'Image Decoded', detail, analyzer: undefined }, '');
    const times = { now, uploadSeconds: 900, deadlineSeconds: 86_400, retentionDays: 30 };
    const row = {
      ...createRow({ jobId, tenant, owner: 'test', sourceKey, ...times }),
      source: {
        attempt: 1,
        eventId: hash128(jobId),
        at: new Date(now).toISOString(),
        versionId: 'none',
        size: 1,
      },
      [decode.slot]: decode.fact,
    };
    await Promise.all([
      table.send(new PutCommand({ TableName: outputs.jobsTable, Item: row })),
      s3.send(new PutObjectCommand({ Bucket: outputs.derivedBucket, Key: key, Body: `image ${index}` })),
    ]);
    const envelope = {
      ...{ version: '0', id: randomUUID(), 'detail-type': decoded.type, source: 'dicom-analyzer' },
      ...{ account: '000000000000', time: new Date(now).toISOString(), region: outputs.region },
      ...{ resources: [], detail },
    };
    await services.messages.send(queueArn, JSON.stringify(envelope), {
      senderId: 'test',
      delayMs: delaySeconds * 1000,
    });
    return jobId;
  };
  const indices = Array.from({ length: images }, (_one, index) => index);
  const ids = await mapWithConcurrency(indices, AT_ONCE, put);
  table.destroy();
  return ids;
}
