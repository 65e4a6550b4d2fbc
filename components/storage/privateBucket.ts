import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import type { AccessLogs } from './accessLogs.ts';
import { denyWithoutTls, createPolicyDocument, type Statement } from '../identity/createPolicyDocument.ts';
import { applyTransform, type Transform } from '../transform.ts';

export interface PrivateBucketArgs {
  /** Encrypts the objects; without one, S3's own key does (what CloudFront serves needs no secret). */
  key?: aws.kms.Key;
  /** The bucket for the server access logs; they go under `s3/{name}/`. */
  accessLogs: AccessLogs;
  /** Days after which objects are deleted; 0 keeps them for ever. Default 0. */
  retentionDays?: number;
  /** Days for which a replaced or deleted version can be restored. Default 7. */
  noncurrentDays?: number;
  /** Publish "Object Created" and the like on the account's default bus. Default false. */
  eventBridge?: boolean;
  /** Refuse to destroy the bucket. Default false. */
  protect?: boolean;
  transform?: { bucket?: Transform<aws.s3.BucketArgs> };
}

/** A bucket that nobody reads without a policy that says so: no ACLs, nothing public, TLS only, versioned, logged. */
export class PrivateBucket extends pulumi.ComponentResource {
  readonly bucket: aws.s3.Bucket;

  constructor(name: string, args: PrivateBucketArgs, opts?: pulumi.ComponentResourceOptions) {
    super('dicom-analyzer:index:PrivateBucket', name, {}, opts);
    this.bucket = new aws.s3.Bucket(name, applyTransform(args.transform?.bucket, {}), {
      parent: this,
      protect: args.protect ?? false,
    });
    this.close(name);
    this.encrypt(name, args.key);
    this.expire(name, args);
    this.watch(name, args);
    this.registerOutputs({ bucketName: this.bucket.bucket });
  }

  /** Attaches the policy: the statements, and one that refuses whatever does not come over TLS. To be called once. */
  attachPolicy(name: string, statements: Statement[] = []): aws.s3.BucketPolicy {
    const tlsOnly = denyWithoutTls('s3:*', [this.bucket.arn, pulumi.interpolate`${this.bucket.arn}/*`]);
    return new aws.s3.BucketPolicy(
      name,
      { bucket: this.bucket.bucket, policy: createPolicyDocument([...statements, tlsOnly]) },
      { parent: this },
    );
  }

  private close(name: string): void {
    const bucket = this.bucket.bucket;
    const parent = { parent: this };
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
  }

  /** A default, and no denial of uploads without the header: a presigned POST carries none. */
  private encrypt(name: string, key: aws.kms.Key | undefined): void {
    const byDefault = key ? { sseAlgorithm: 'aws:kms', kmsMasterKeyId: key.arn } : { sseAlgorithm: 'AES256' };
    new aws.s3.BucketServerSideEncryptionConfiguration(
      name,
      {
        bucket: this.bucket.bucket,
        rules: [
          { applyServerSideEncryptionByDefault: byDefault, ...(key ? { bucketKeyEnabled: true } : {}) },
        ],
      },
      { parent: this },
    );
  }

  private expire(name: string, args: PrivateBucketArgs): void {
    const versioning = new aws.s3.BucketVersioning(
      name,
      { bucket: this.bucket.bucket, versioningConfiguration: { status: 'Enabled' } },
      { parent: this },
    );
    const days = args.retentionDays ?? 0;
    new aws.s3.BucketLifecycleConfiguration(
      name,
      {
        bucket: this.bucket.bucket,
        rules: [
          {
            id: 'expire',
            status: 'Enabled',
            filter: {},
            ...(days > 0 ? { expiration: { days } } : {}),
            noncurrentVersionExpiration: { noncurrentDays: args.noncurrentDays ?? 7 },
            abortIncompleteMultipartUpload: { daysAfterInitiation: 1 },
          },
        ],
      },
      { parent: this, dependsOn: versioning },
    );
  }

  private watch(name: string, args: PrivateBucketArgs): void {
    new aws.s3.BucketLogging(
      name,
      {
        bucket: this.bucket.bucket,
        targetBucket: args.accessLogs.bucket.bucket,
        targetPrefix: `s3/${name}/`,
      },
      { parent: this, dependsOn: args.accessLogs.policy },
    );
    if (args.eventBridge === true)
      new aws.s3.BucketNotification(
        name,
        { bucket: this.bucket.bucket, eventbridge: true },
        { parent: this },
      );
  }
}
