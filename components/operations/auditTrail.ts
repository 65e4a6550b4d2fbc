import type * as aws from '@pulumi/aws';
import * as awsx from '@pulumi/awsx';
import * as pulumi from '@pulumi/pulumi';
import type { AccessLogs } from '../storage/accessLogs.ts';
import { PrivateBucket } from '../storage/privateBucket.ts';

export interface AuditTrailArgs {
  /** The buckets whose every read and write is recorded. */
  buckets: aws.s3.Bucket[];
  /** Encrypts the trail; its policy must admit `cloudtrail.amazonaws.com`. */
  key: aws.kms.Key;
  accessLogs: AccessLogs;
  accountId: pulumi.Input<string>;
  /** Days for which the trail is kept. Default 365. */
  retentionDays?: number;
  /** Refuse to destroy the trail's bucket. Default false. */
  protect?: boolean;
}

/** Who did what in the account, and who read or wrote an image. Landing zones often have a trail of their own. */
export class AuditTrail extends pulumi.ComponentResource {
  readonly bucket: aws.s3.Bucket;

  constructor(name: string, args: AuditTrailArgs, opts?: pulumi.ComponentResourceOptions) {
    super('dicom-analyzer:index:AuditTrail', name, {}, opts);
    const store = new PrivateBucket(
      name,
      {
        key: args.key,
        accessLogs: args.accessLogs,
        retentionDays: args.retentionDays ?? 365,
        protect: args.protect ?? false,
      },
      { parent: this },
    );
    this.bucket = store.bucket;
    const policy = store.attachPolicy(name, [
      ofCloudTrail('CloudTrailLooks', 's3:GetBucketAcl', this.bucket.arn, args.accountId),
      ofCloudTrail(
        'CloudTrailWrites',
        's3:PutObject',
        pulumi.interpolate`${this.bucket.arn}/AWSLogs/${args.accountId}/*`,
        args.accountId,
      ),
    ]);
    new awsx.cloudtrail.Trail(
      name,
      {
        s3Bucket: { existing: { name: this.bucket.bucket } },
        cloudWatchLogsGroup: { enable: false },
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

const ofCloudTrail = (
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
