import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { denyWithoutTls, createPolicyDocument } from '../identity/createPolicyDocument.ts';
import { applyTransform, type Transform } from '../transform.ts';

export interface AccessLogsArgs {
  /** The account whose buckets and distribution deliver their logs to this bucket. */
  accountId: pulumi.Input<string>;
  /** The days to keep a log. Default 90. */
  retentionDays?: number;
  /** Protects the bucket from deletion. Default false. */
  protect?: boolean;
  /** Deletes the logs with the bucket. Default false. */
  forceDestroy?: boolean;
  transform?: { bucket?: Transform<aws.s3.BucketArgs> };
}

/**
 * The bucket for server access logs of other buckets and of CloudFront. It uses SSE-S3, because log delivery
 * supports no customer-managed key (S3 user guide, "Enabling Amazon S3 server access logging").
 */
export class AccessLogs extends pulumi.ComponentResource {
  readonly bucket: aws.s3.Bucket;
  /** Allows AWS services to deliver logs. A log delivery must depend on it, because AWS checks the policy when it creates one. */
  readonly policy: aws.s3.BucketPolicy;

  constructor(name: string, args: AccessLogsArgs, opts?: pulumi.ComponentResourceOptions) {
    super('dicom-analyzer:index:AccessLogs', name, {}, opts);
    const parent = { parent: this };
    this.bucket = new aws.s3.Bucket(
      name,
      applyTransform(
        args.transform?.bucket,
        { name, type: 'aws:s3/bucket:Bucket' },
        { forceDestroy: args.forceDestroy ?? false },
      ),
      {
        ...parent,
        protect: args.protect ?? false,
      },
    );
    const bucket = this.bucket.bucket;
    new aws.s3.BucketPublicAccessBlock(
      name,
      {
        bucket,
        blockPublicAcls: true,
        blockPublicPolicy: true,
        ignorePublicAcls: true,
        restrictPublicBuckets: true,
      },
      parent,
    );
    new aws.s3.BucketOwnershipControls(
      name,
      { bucket, rule: { objectOwnership: 'BucketOwnerEnforced' } },
      parent,
    );
    new aws.s3.BucketServerSideEncryptionConfiguration(
      name,
      { bucket, rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: 'AES256' } }] },
      parent,
    );
    new aws.s3.BucketVersioning(name, { bucket, versioningConfiguration: { status: 'Enabled' } }, parent);
    new aws.s3.BucketLifecycleConfiguration(
      name,
      {
        bucket,
        rules: [
          {
            id: 'expire',
            status: 'Enabled',
            filter: {},
            expiration: { days: args.retentionDays ?? 90 },
            noncurrentVersionExpiration: { noncurrentDays: 1 },
            abortIncompleteMultipartUpload: { daysAfterInitiation: 1 },
          },
        ],
      },
      parent,
    );
    this.policy = new aws.s3.BucketPolicy(
      name,
      {
        bucket,
        policy: createPolicyDocument([
          {
            Sid: 'AllowS3ServerAccessLogs',
            Effect: 'Allow',
            Principal: { Service: 'logging.s3.amazonaws.com' },
            Action: 's3:PutObject',
            Resource: pulumi.interpolate`${this.bucket.arn}/*`,
            Condition: { StringEquals: { 'aws:SourceAccount': args.accountId } },
          },
          {
            Sid: 'AllowLogDeliveryAclCheck',
            Effect: 'Allow',
            Principal: { Service: 'delivery.logs.amazonaws.com' },
            Action: 's3:GetBucketAcl',
            Resource: this.bucket.arn,
            Condition: { StringEquals: { 'aws:SourceAccount': args.accountId } },
          },
          {
            Sid: 'AllowLogDeliveryWrites',
            Effect: 'Allow',
            Principal: { Service: 'delivery.logs.amazonaws.com' },
            Action: 's3:PutObject',
            Resource: pulumi.interpolate`${this.bucket.arn}/*`,
            Condition: { StringEquals: { 'aws:SourceAccount': args.accountId } },
          },
          denyWithoutTls('s3:*', [this.bucket.arn, pulumi.interpolate`${this.bucket.arn}/*`]),
        ]),
      },
      parent,
    );
    this.registerOutputs({ bucketName: this.bucket.bucket });
  }
}
