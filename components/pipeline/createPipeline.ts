import type * as aws from '@pulumi/aws';
import type * as pulumi from '@pulumi/pulumi';
import { EVENT_SOURCE, type DetailType } from '../../contract/index.ts';
import type { StorageResources } from '../identity/definePermissions.ts';
import type { FunctionSpec, HandlerName } from './defineFunctions.ts';
import type { Settings } from '../settings/imageAnalysisArgs.ts';
import { PIPELINE_TIMES } from '../settings/computeMinimumDeadline.ts';
import { Stage, type StageArgs, type StageRule } from './stage.ts';

export interface PipelineArgs extends StorageResources {
  functions: Record<HandlerName, FunctionSpec>;
  settings: Settings;
  /** What all functions have in common. */
  shared: Pick<
    StageArgs,
    'logsKey' | 'logRetentionDays' | 'logLevel' | 'vpcConfig' | 'reservedConcurrency' | 'transform'
  >;
}

/** The stages: an uploaded object becomes renditions, these become results, and all of it becomes rows. */
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
      rules: [uploaded(args.uploads), own(bus, 'retried', ['Job Retried'])],
      maximumConcurrency: settings.decodeConcurrency,
    }),
    ...(settings.analyzers.includes('rekognition')
      ? {
          analyze: stage('analyze', {
            rules: [own(bus, 'decoded', ['Image Decoded'], { data: { analyzers: ['rekognition'] } })],
            maximumConcurrency: settings.rekognitionConcurrency,
          }),
        }
      : {}),
    record: stage('record', {
      rules: [
        own(bus, 'facts', ['Image Decoded', 'Image Rejected', 'Image Analyzed', 'Image Failed']),
        fromOthers(bus),
      ],
      batchSize: 10,
    }),
    erase: stage('erase', { rules: [own(bus, 'deleted', ['Job Deleted'])] }),
  };
}

/** S3 publishes on the account's default bus. Other keys are matched too: decode ignores and counts them. */
const uploaded = (bucket: aws.s3.Bucket): StageRule => ({
  name: 'uploaded',
  pattern: {
    source: ['aws.s3'],
    'detail-type': ['Object Created'],
    detail: { bucket: { name: [bucket.bucket] } },
  },
});

const own = (
  bus: aws.cloudwatch.EventBus,
  name: string,
  types: DetailType[],
  detail?: Record<string, unknown>,
): StageRule => ({
  name,
  bus,
  pattern: { source: [EVENT_SOURCE], 'detail-type': types, ...(detail ? { detail } : {}) },
});

/** What analyzers of somebody else's say; the bus policy decides who may, and each only under its own source. */
const fromOthers = (bus: aws.cloudwatch.EventBus): StageRule => ({
  name: 'others',
  bus,
  pattern: {
    source: [{ prefix: `${EVENT_SOURCE}.` }],
    'detail-type': ['Image Analyzed', 'Image Failed'],
  },
});
