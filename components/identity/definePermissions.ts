import type * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { EVENT_SOURCE } from '../../contract/index.ts';
import type { Statement } from './createPolicyDocument.ts';

/** The stateful parts that handlers work on. */
export interface StorageResources {
  uploads: aws.s3.Bucket;
  derived: aws.s3.Bucket;
  table: aws.dynamodb.Table;
  bus: aws.cloudwatch.EventBus;
  secret: aws.secretsmanager.Secret;
  /** What CloudFront shows the API, where it must. */
  originSecret?: aws.secretsmanager.Secret;
  dataKey: aws.kms.Key;
  region: pulumi.Input<string>;
}

export type Permissions = ReturnType<typeof definePermissions>;

/** What a handler may be given, in words of this project; each gives exact actions on exact resources. */
export function definePermissions({
  uploads,
  derived,
  table,
  bus,
  secret,
  originSecret,
  dataKey,
  region,
}: StorageResources) {
  const objects = (bucket: aws.s3.Bucket, pattern: string) => pulumi.interpolate`${bucket.arn}/${pattern}`;
  const sources = ['uploads/*', 'incoming/*'].map((pattern) => objects(uploads, pattern));

  /** A key works only through the service that asks for it on the caller's behalf. */
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
    /** Rows of the jobs table, by key; DynamoDB opens the table's key with the caller's permission. */
    rows: (...actions: ('GetItem' | 'PutItem' | 'UpdateItem')[]) => [
      allow(
        actions.map((action) => `dynamodb:${action}`),
        table.arn,
      ),
      key('dynamodb', 'Decrypt'),
    ],
    /** Rows of the jobs table, by its indexes. */
    query: (...indexes: string[]) => [
      allow(
        ['dynamodb:Query'],
        indexes.map((index) => pulumi.interpolate`${table.arn}/index/${index}`),
      ),
      key('dynamodb', 'Decrypt'),
    ],
    /** A presigned POST works with the signer's permissions. */
    presignUpload: () => [
      allow(['s3:PutObject'], objects(uploads, 'uploads/*')),
      key('s3', 'GenerateDataKey'),
    ],
    /** The source, by version. */
    readSource: () => [allow(['s3:GetObjectVersion'], sources), key('s3', 'Decrypt')],
    /** Without it, S3 answers 403 and not 404 for what is gone (API reference, GetObject). */
    seeWhatIsGone: (bucket: aws.s3.Bucket) => [allow(['s3:ListBucket'], bucket.arn)],
    /** The first version of an upload wins, later ones are removed, and so is what came for a deleted job. */
    removeSourceVersions: () => [
      allow(['s3:ListBucketVersions'], uploads.arn),
      allow(['s3:DeleteObjectVersion'], sources),
    ],
    /** What was made for a job that was deleted meanwhile. */
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
    /** Our own events; an analyzer of somebody else's has a door of its own in the bus policy. */
    publish: (): Statement[] => [
      {
        ...allow(['events:PutEvents'], bus.arn),
        Condition: { StringEquals: { 'events:source': EVENT_SOURCE } },
      },
    ],
    readSecret: () => [
      allow(['secretsmanager:GetSecretValue'], secret.arn),
      key('secretsmanager', 'Decrypt'),
    ],
    /** For every function behind the API; nothing, where the stack has no such secret. */
    readOriginSecret: () =>
      originSecret
        ? [allow(['secretsmanager:GetSecretValue'], originSecret.arn), key('secretsmanager', 'Decrypt')]
        : [],
    /** Rekognition's image operations know no resources (Service Authorization Reference, Rekognition). */
    detect: () => [allow(['rekognition:DetectLabels', 'rekognition:DetectText'], '*')],
  };
}
