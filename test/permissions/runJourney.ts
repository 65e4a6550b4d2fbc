import { DeleteObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { SendMessageCommand, SQSClient, StartMessageMoveTaskCommand } from '@aws-sdk/client-sqs';
import { Jimp, JimpMime } from 'jimp';
import {
  BatchLinksResponse,
  CreateJobsResponse,
  Job,
  LinksResponse,
  ListJobsResponse,
  resultKey,
} from '../../contract/index.ts';
import type { MovableClock } from '../../local/clock.ts';
import type { LocalCloud } from '../../local/startLocalCloud.ts';
import { drainQueues } from '../chaos/drainQueues.ts';
import { administrator } from '../support/administrator.ts';
import { apiClient, postForm } from '../support/apiClient.ts';
import { dicomFile } from '../support/dicomFile.ts';
import type { Disturbances } from './disturbances.ts';

const TENANT = 'hospital';
const MINUTE = 60_000;

export interface JourneyOptions {
  readonly cloud: LocalCloud;
  readonly clock: MovableClock;
  readonly disturbances: Disturbances;
}

/** The end state of each job of the journey, by its purpose. */
export type Ends = Readonly<Record<string, string>>;

type Created = CreateJobsResponse['jobs'][number];

/**
 * Runs every case that can happen to an image: all API calls, a transient failure in every stage, duplicate and late
 * events, deletions, missing uploads and redriven dead letters.
 */
export async function runJourney({ cloud, clock, disturbances }: JourneyOptions): Promise<Ends> {
  const { outputs } = cloud;
  const [s3, sqs] = [new S3Client(administrator(outputs)), new SQSClient(administrator(outputs))];
  let client = await apiClient(outputs, TENANT);
  const rest = (): Promise<void> => drainQueues(cloud, clock, { held: 0 });
  const jpeg = await new Jimp({ width: 120, height: 90, color: 0x336699ff }).getBuffer(JimpMime.jpeg);

  async function ask(method: string, path: string, body?: unknown, headers?: Record<string, string>) {
    const answer = await client.call(method, path, body, headers);
    if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${await answer.text()}`);
    return (await answer.json()) as unknown;
  }
  const read = async (jobId: string): Promise<Job> => Job.parse(await ask('GET', `/jobs/${jobId}`));
  const create = async (headers: Record<string, string> = {}): Promise<Created> =>
    CreateJobsResponse.parse(await ask('POST', '/jobs', { batch: 'b1', files: [{}] }, headers)).jobs[0]!;
  async function send({ upload }: Created, bytes: Uint8Array): Promise<void> {
    const stored = await postForm(upload, bytes);
    if (!stored.ok) throw new Error(`the upload answered ${stored.status}: ${await stored.text()}`);
  }
  async function drop(key: string): Promise<string> {
    const put = { Bucket: outputs.uploadsBucket, Key: key, Body: jpeg };
    return (await s3.send(new PutObjectCommand(put))).VersionId!;
  }
  const follow = async (jobId: string): Promise<void> => {
    const links = LinksResponse.parse(await ask('POST', `/jobs/${jobId}/links`));
    for (const { url } of [links.source!, ...links.renditions]) {
      const answer = await fetch(url);
      if (!answer.ok) throw new Error(`a link answered ${answer.status}: ${await answer.text()}`);
      await answer.arrayBuffer();
    }
  };
  const remove = (jobId: string) => ask('DELETE', `/jobs/${jobId}`);
  const queue = (handler: string) =>
    cloud.services.messages.descriptions.find(
      ({ name }) => name.startsWith(`dicom-${handler}-`) && !name.includes('-dlq-'),
    )!;
  const tell = (handler: string, body: string) =>
    sqs.send(
      new SendMessageCommand({
        QueueUrl: `${outputs.awsEndpointUrl}/000000000000/${queue(handler).name}`,
        MessageBody: body,
      }),
    );

  await fetch(`${outputs.apiUrl}/openapi.json`);

  // A repeated request creates one job. The first of two uploads to the same form wins.
  const plain = await create({ 'idempotency-key': 'once' });
  await create({ 'idempotency-key': 'once' });
  await send(plain, jpeg);
  await rest();
  await send(plain, jpeg);
  const dicom = await create();
  await send(dicom, dicomFile({ rows: 100, columns: 100 }));
  const rejected = await create();
  await send(rejected, Buffer.from('no image at all'));
  const incoming = `incoming/${TENANT}/1f0e`;
  const incomingVersion = await drop(incoming);
  await rest();
  await follow(plain.jobId);

  const listed = ListJobsResponse.parse(await ask('GET', '/jobs')).jobs;
  await ask('GET', '/jobs?batch=b1');
  const known = [plain, dicom, rejected].map(({ jobId }) => jobId);
  const fromGateway = listed.find(({ jobId }) => !known.includes(jobId))!;
  await follow(fromGateway.jobId);
  const jobIds = [plain.jobId, fromGateway.jobId];
  const { links } = BatchLinksResponse.parse(await ask('POST', '/links', { jobIds }));
  for (const { source, renditions } of Object.values(links))
    for (const { url } of [source!, ...renditions]) await (await fetch(url)).arrayBuffer();

  // A result is lost, repaired, and lost again. Then its analyzer runs alone. Another is lost before it is recorded.
  const result = (jobId: string) => ({
    Bucket: outputs.derivedBucket,
    Key: resultKey('rekognition', TENANT, jobId, 1),
  });
  const retryAnalyzer = () =>
    client.call('POST', `/jobs/${dicom.jobId}/retry`, { analyzers: ['rekognition'] });
  const { VersionId } = await s3.send(new DeleteObjectCommand(result(dicom.jobId)));
  const lostResult = (await read(dicom.jobId)).state;
  await s3.send(new DeleteObjectCommand({ ...result(dicom.jobId), VersionId }));
  const refusal = (await retryAnalyzer()).status;
  await s3.send(new DeleteObjectCommand(result(dicom.jobId)));
  if ((await retryAnalyzer()).status !== 202) throw new Error('the analyzer was not retried');
  const resultless = await create();
  disturbances.before('record', 'GetObject', resultless.jobId, () =>
    s3.send(new DeleteObjectCommand(result(resultless.jobId))),
  );
  await send(resultless, jpeg);
  await rest();

  // A transient error occurs in each stage, which retries.
  const stumbling = await create();
  disturbances.fail('decode', 'ListObjectVersions', stumbling.jobId);
  disturbances.fail('analyze', 'DetectLabels', stumbling.jobId);
  disturbances.fail('record', 'UpdateItem', stumbling.jobId);
  disturbances.fail('erase', 'ListObjectVersions', stumbling.jobId);
  await send(stumbling, jpeg);
  await rest();
  const stumbled = (await read(stumbling.jobId)).state;
  await remove(stumbling.jobId);

  // Rekognition rejects an image permanently and accepts it when the job is retried.
  const retried = await create();
  disturbances.fail('analyze', 'DetectText', retried.jobId, 'InvalidImageFormatException');
  await send(retried, jpeg);
  await rest();
  const before = (await read(retried.jobId)).state;
  await ask('POST', `/jobs/${retried.jobId}/retry`);
  await rest();

  // Jobs are deleted while a stage runs, or lose their source. A failure delays erase, so that the stage itself removes its
  // files of the deleted job.
  const inDecode = await create();
  disturbances.fail('erase', 'ListObjectVersions', inDecode.jobId);
  disturbances.before('decode', 'PutObject', inDecode.jobId, () => remove(inDecode.jobId));
  await send(inDecode, jpeg);
  const inAnalyze = await create();
  disturbances.fail('erase', 'ListObjectVersions', inAnalyze.jobId);
  disturbances.before('analyze', 'DetectText', inAnalyze.jobId, () => remove(inAnalyze.jobId));
  await send(inAnalyze, jpeg);
  const sourceless = await create();
  disturbances.before('decode', 'GetObject', sourceless.jobId, async () => {
    const { source } = LinksResponse.parse(await ask('POST', `/jobs/${sourceless.jobId}/links`));
    const VersionId = new URL(source!.url).searchParams.get('versionId')!;
    const Key = `uploads/${TENANT}/${sourceless.jobId}`;
    await s3.send(new DeleteObjectCommand({ Bucket: outputs.uploadsBucket, Key, VersionId }));
  });
  await send(sourceless, jpeg);
  await rest();

  // An event is delivered again after its job was deleted.
  await remove(fromGateway.jobId);
  await rest();
  await tell('decode', objectCreated(outputs.uploadsBucket, incoming, incomingVersion));
  await rest();

  // A message that no function understands becomes a dead letter, and again after an unchanged redrive.
  await tell('record', 'no event');
  await rest();
  const deadLetters = queue('record').redrive!.deadLetterArn;
  const lying = cloud.services.messages.counts(deadLetters).visible;
  await sqs.send(new StartMessageMoveTaskCommand({ SourceArn: deadLetters }));
  await rest();

  const lost = await create();
  const source = await read(sourceless.jobId);
  for (let minutes = 0; minutes < 60; minutes += 5) {
    clock.advance(5 * MINUTE);
    await rest();
  }
  client = await apiClient(outputs, TENANT);
  const ends = {
    plain: (await read(plain.jobId)).state,
    dicom: (await read(dicom.jobId)).state,
    rejected: (await read(rejected.jobId)).state,
    fromGateway: fromGateway.state,
    lostResult,
    'retry of a repaired result': String(refusal),
    resultless: (await read(resultless.jobId)).state,
    stumbling: stumbled,
    'retried, before': before,
    retried: (await read(retried.jobId)).state,
    sourceless: source.state,
    lost: (await read(lost.jobId)).state,
    deadLetters: String(lying),
    disturbancesLeft: disturbances.left.join(', '),
  };
  s3.destroy();
  sqs.destroy();
  return ends;
}

/** Returns an S3 event as EventBridge delivers it. */
const objectCreated = (bucket: string, key: string, version: string): string =>
  JSON.stringify({
    version: '0',
    id: '11111111-2222-3333-4444-555555555555',
    'detail-type': 'Object Created',
    source: 'aws.s3',
    account: '000000000000',
    time: '2026-01-01T00:00:00Z',
    region: 'us-east-1',
    resources: [`arn:aws:s3:::${bucket}`],
    detail: {
      version: '0',
      bucket: { name: bucket },
      object: { key, size: 1, etag: '0'.repeat(32), 'version-id': version, sequencer: '00' },
      'request-id': '1',
      requester: '000000000000',
      reason: 'PutObject',
    },
  });
