import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import type { AccessLogs } from '../storage/accessLogs.ts';
import { PrivateBucket } from '../storage/privateBucket.ts';

export interface AuditTrailArgs {
  /** The buckets whose reads and writes are recorded. */
  buckets: aws.s3.Bucket[];
  /** Encrypts the trail; its policy must admit `cloudtrail.amazonaws.com`. */
  key: aws.kms.Key;
  accessLogs: AccessLogs;
  accountId: pulumi.Input<string>;
  /** The days to keep the trail. Default 365. */
  retentionDays?: number;
  /** Protects the trail's bucket from deletion. Default false. */
  protect?: boolean;
  /** Deletes the trail's files with its bucket. Default false. */
  forceDestroy?: boolean;
}

/**
 * A CloudTrail trail that records the account's management events and every read and write of an image. A landing zone
 * often has a trail already.
 */
export class AuditTrail extends pulumi.ComponentResource {
  readonly bucket: aws.s3.Bucket;

  constructor(name: string, args: AuditTrailArgs, opts?: pulumi.ComponentResourceOptions) {
    super('dicom-analyzer:index:AuditTrail', name, {}, opts);
    const privateBucket = new PrivateBucket(
      name,
      {
        key: args.key,
        accessLogs: args.accessLogs,
        retentionDays: args.retentionDays ?? 365,
        protect: args.protect ?? false,
        forceDestroy: args.forceDestroy ?? false,
      },
      { parent: this },
    );
    this.bucket = privateBucket.bucket;
    const policy = privateBucket.attachPolicy(name, [
      allowCloudTrail('AllowCloudTrailAclCheck', 's3:GetBucketAcl', this.bucket.arn, args.accountId),
      allowCloudTrail(
        'AllowCloudTrailWrites',
        's3:PutObject',
        pulumi.interpolate`${this.bucket.arn}/AWSLogs/${args.accountId}/*`,
        args.accountId,
      ),
    ]);
    new aws.cloudtrail.Trail(
      name,
      {
        s3BucketName: this.bucket.bucket,
        isMultiRegionTrail: true,
        includeGlobalServiceEvents: true,
        enableLogFileValidation: true,
        kmsKeyId: args.key.arn,
        eventSelectors: [
          {
            readWriteType: 'All',
            includeManagementEvents: true,
            dataResources: [
              {
                type: 'AWS::S3::Object',
                values: args.buckets.map(({ arn }) => pulumi.interpolate`${arn}/`),
              },
            ],
          },
        ],
      },
      { parent: this, dependsOn: policy },
    );
    this.registerOutputs({ bucketName: this.bucket.bucket });
  }
}

const allowCloudTrail = (
  Sid: string,
  Action: string,
  Resource: pulumi.Input<string>,
  accountId: pulumi.Input<string>,
) => ({
  Sid,
  Effect: 'Allow' as const,
  Principal: { Service: 'cloudtrail.amazonaws.com' },
  Action,
  Resource,
  Condition: { StringEquals: { 'aws:SourceAccount': accountId } },
});
