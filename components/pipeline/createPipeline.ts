import type * as aws from '@pulumi/aws';
import type * as pulumi from '@pulumi/pulumi';
import { EVENT_SOURCE, type DetailType } from '../../contract/index.ts';
import type { StorageResources } from '../identity/definePermissions.ts';
import type { Functions, HandlerName } from './defineFunctions.ts';
import type { Settings } from '../settings/imageAnalysisArgs.ts';
import { PIPELINE_TIMES } from '../settings/computeMinimumDeadline.ts';
import { Stage, type StageArgs, type StageRule } from './stage.ts';

/** The arguments that all functions have in common. */
export type SharedFunctionArgs = Pick<
  StageArgs,
  'logsKey' | 'logRetentionDays' | 'logLevel' | 'vpcConfig' | 'reservedConcurrency' | 'transform'
>;

export interface PipelineArgs extends StorageResources {
  functions: Functions;
  settings: Settings;
  shared: SharedFunctionArgs;
}

/** Creates the stages that turn an uploaded object into renditions, renditions into results, and events into rows. */
export function createPipeline(
  name: string,
  args: PipelineArgs,
  parent: pulumi.Resource,
): Record<string, Stage> {
  const { bus, functions, settings } = args;
  const stage = (
    handler: HandlerName,
    own: Pick<StageArgs, 'rules' | 'batchSize' | 'maximumConcurrency'>,
  ): Stage =>
    new Stage(
      `${name}-${handler}`,
      {
        handler,
        ...functions[handler],
        ...own,
        ...args.shared,
        maxReceives: PIPELINE_TIMES.maxReceives,
        ...(settings.transform?.queue ? { stageTransform: { queue: settings.transform.queue } } : {}),
      },
      { parent },
    );
  return {
    decode: stage('decode', {
      rules: [
        matchUploads(args.uploads),
        matchEvents(bus, 'retried', ['Job Retried'], { data: { analyzers: [{ exists: false }] } }),
      ],
      maximumConcurrency: settings.decodeConcurrency,
    }),
    ...(settings.analyzers.includes('rekognition')
      ? {
          analyze: stage('analyze', {
            rules: [matchEvents(bus, 'decoded', ['Image Decoded'], { data: { analyzers: ['rekognition'] } })],
            maximumConcurrency: settings.rekognitionConcurrency,
          }),
        }
      : {}),
    record: stage('record', {
      rules: [
        matchEvents(bus, 'facts', ['Image Decoded', 'Image Rejected', 'Image Analyzed', 'Image Failed']),
        matchThirdPartyResults(bus),
      ],
      batchSize: 10,
    }),
    erase: stage('erase', { rules: [matchEvents(bus, 'deleted', ['Job Deleted'])] }),
  };
}

/** S3 publishes on the account's default bus. The pattern also matches unexpected keys: decode counts and ignores them. */
const matchUploads = (bucket: aws.s3.Bucket): StageRule => ({
  name: 'uploaded',
  pattern: {
    source: ['aws.s3'],
    'detail-type': ['Object Created'],
    detail: { bucket: { name: [bucket.bucket] } },
  },
});

const matchEvents = (
  bus: aws.cloudwatch.EventBus,
  name: string,
  types: DetailType[],
  detail?: Record<string, unknown>,
): StageRule => ({
  name,
  bus,
  pattern: { source: [EVENT_SOURCE], 'detail-type': types, ...(detail ? { detail } : {}) },
});

/** Matches results of third-party analyzers. The bus policy holds each analyzer to its own source. */
const matchThirdPartyResults = (bus: aws.cloudwatch.EventBus): StageRule => ({
  name: 'third-party',
  bus,
  pattern: {
    source: [{ prefix: `${EVENT_SOURCE}.` }],
    'detail-type': ['Image Analyzed', 'Image Failed'],
  },
});
