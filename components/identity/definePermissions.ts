import type * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { EVENT_SOURCE } from '../../contract/index.ts';
import type { Statement } from './createPolicyDocument.ts';

/** The stateful resources that the handlers use. */
export interface StorageResources {
  uploads: aws.s3.Bucket;
  derived: aws.s3.Bucket;
  table: aws.dynamodb.Table;
  bus: aws.cloudwatch.EventBus;
  /** The key material of the HMACs that stand for UIDs. */
  seriesSecret: aws.secretsmanager.Secret;
  /** The secret that CloudFront sends to the API, if the stack has one. */
  originSecret?: aws.secretsmanager.Secret;
  dataKey: aws.kms.Key;
  region: pulumi.Input<string>;
}

export type Permissions = ReturnType<typeof definePermissions>;

/** Defines the permissions that a handler can have. Each allows exact actions on exact resources. */
export function definePermissions({
  uploads,
  derived,
  table,
  bus,
  seriesSecret,
  originSecret,
  dataKey,
  region,
}: StorageResources) {
  const objects = (bucket: aws.s3.Bucket, pattern: string) => pulumi.interpolate`${bucket.arn}/${pattern}`;
  const sources = ['uploads/*', 'incoming/*'].map((pattern) => objects(uploads, pattern));

  /** Allows the key's use only through a service that acts on the caller's behalf. */
  const key = (service: string, ...actions: string[]): Statement => ({
    Effect: 'Allow',
    Action: actions.map((action) => `kms:${action}`),
    Resource: dataKey.arn,
    Condition: { StringEquals: { 'kms:ViaService': pulumi.interpolate`${service}.${region}.amazonaws.com` } },
  });
  const allow = (Action: string[], Resource: Statement['Resource']): Statement => ({
    Effect: 'Allow',
    Action,
    Resource: Resource!,
  });

  return {
    /** Accesses rows of the jobs table by key. DynamoDB uses the table's KMS key with the caller's permissions. */
    accessRows: (...actions: ('GetItem' | 'BatchGetItem' | 'PutItem' | 'UpdateItem' | 'DeleteItem')[]) => [
      allow(
        actions.map((action) => `dynamodb:${action}`),
        table.arn,
      ),
      key('dynamodb', 'Decrypt'),
    ],
    /** Queries indexes of the jobs table. */
    queryIndexes: (...indexes: string[]) => [
      allow(
        ['dynamodb:Query'],
        indexes.map((index) => pulumi.interpolate`${table.arn}/index/${index}`),
      ),
      key('dynamodb', 'Decrypt'),
    ],
    /** Signs uploads: a presigned POST has the signer's permissions. */
    presignUpload: () => [
      allow(['s3:PutObject'], objects(uploads, 'uploads/*')),
      key('s3', 'GenerateDataKey'),
    ],
    /** Reads versions of a job's source. */
    readSource: () => [allow(['s3:GetObjectVersion'], sources), key('s3', 'Decrypt')],
    /** Tells a missing object from a forbidden one: without it, S3 answers 403 for both (API reference, GetObject). */
    detectMissingObjects: (bucket: aws.s3.Bucket) => [allow(['s3:ListBucket'], bucket.arn)],
    /** Removes versions of an upload after the first, which wins, and uploads for deleted jobs. */
    removeSourceVersions: () => [
      allow(['s3:ListBucketVersions'], uploads.arn),
      allow(['s3:DeleteObjectVersion'], sources),
    ],
    /** Removes renditions and results of a deleted job. */
    removeDerived: (...patterns: string[]) => [
      allow(['s3:ListBucketVersions'], derived.arn),
      allow(
        ['s3:DeleteObjectVersion'],
        patterns.map((pattern) => objects(derived, pattern)),
      ),
    ],
    readDerived: (...patterns: string[]) => [
      allow(
        ['s3:GetObject'],
        patterns.map((pattern) => objects(derived, pattern)),
      ),
      key('s3', 'Decrypt'),
    ],
    writeDerived: (pattern: string) => [
      allow(['s3:PutObject'], objects(derived, pattern)),
      key('s3', 'GenerateDataKey'),
    ],
    /** Publishes the stack's own events. The bus policy admits third-party analyzers. */
    publishEvents: (): Statement[] => [
      {
        ...allow(['events:PutEvents'], bus.arn),
        Condition: { StringEquals: { 'events:source': EVENT_SOURCE } },
      },
    ],
    readSeriesSecret: () => [
      allow(['secretsmanager:GetSecretValue'], seriesSecret.arn),
      key('secretsmanager', 'Decrypt'),
    ],
    /** Reads the secret that CloudFront sends. Allows nothing in a stack without the secret. */
    readOriginSecret: () =>
      originSecret
        ? [allow(['secretsmanager:GetSecretValue'], originSecret.arn), key('secretsmanager', 'Decrypt')]
        : [],
    /** Calls Rekognition, whose image operations have no resource types (Service Authorization Reference). */
    detectLabelsAndText: () => [allow(['rekognition:DetectLabels', 'rekognition:DetectText'], '*')],
  };
}
