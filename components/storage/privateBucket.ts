import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import type { AccessLogs } from './accessLogs.ts';
import { denyWithoutTls, createPolicyDocument, type Statement } from '../identity/createPolicyDocument.ts';
import { applyTransform, type Transform } from '../transform.ts';

export interface PrivateBucketArgs {
  /** Encrypts the objects. Default: S3's own key, which suffices for public files. */
  key?: aws.kms.Key;
  /** Receives the server access logs under `s3/{name}/`. */
  accessLogs: AccessLogs;
  /** The days to keep objects, or 0 to keep them forever. Default 0. */
  retentionDays?: number;
  /** The days to keep replaced and deleted versions. Default 1. */
  noncurrentDays?: number;
  /** Publishes the bucket's events on the account's default bus. Default false. */
  eventBridge?: boolean;
  /** Protects the bucket from deletion. Default false. */
  protect?: boolean;
  /** Deletes all objects and versions with the bucket. Without it, AWS keeps a bucket that holds any. Default false. */
  forceDestroy?: boolean;
  transform?: { bucket?: Transform<aws.s3.BucketArgs> };
}

/** A bucket without ACLs or public access, encrypted, versioned, logged, and accessible over TLS only. */
export class PrivateBucket extends pulumi.ComponentResource {
  readonly bucket: aws.s3.Bucket;

  constructor(name: string, args: PrivateBucketArgs, opts?: pulumi.ComponentResourceOptions) {
    super('dicom-analyzer:index:PrivateBucket', name, {}, opts);
    this.bucket = new aws.s3.Bucket(
      name,
      applyTransform(
        args.transform?.bucket,
        { name, type: 'aws:s3/bucket:Bucket' },
        { forceDestroy: args.forceDestroy ?? false },
      ),
      {
        parent: this,
        protect: args.protect ?? false,
      },
    );
    this.blockPublicAccess(name);
    this.encrypt(name, args.key);
    this.setLifecycle(name, args);
    this.logAndNotify(name, args);
    this.registerOutputs({ bucketName: this.bucket.bucket });
  }

  /** Attaches a policy of these statements and a denial of requests without TLS. Call it once. */
  attachPolicy(name: string, statements: Statement[] = []): aws.s3.BucketPolicy {
    const tlsOnly = denyWithoutTls('s3:*', [this.bucket.arn, pulumi.interpolate`${this.bucket.arn}/*`]);
    return new aws.s3.BucketPolicy(
      name,
      { bucket: this.bucket.bucket, policy: createPolicyDocument([...statements, tlsOnly]) },
      { parent: this },
    );
  }

  private blockPublicAccess(name: string): void {
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

  /** Encrypts by default. A policy cannot also require the header: a presigned POST carries none. */
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

  private setLifecycle(name: string, args: PrivateBucketArgs): void {
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
            noncurrentVersionExpiration: { noncurrentDays: args.noncurrentDays ?? 1 },
            abortIncompleteMultipartUpload: { daysAfterInitiation: 1 },
          },
        ],
      },
      { parent: this, dependsOn: versioning },
    );
  }

  private logAndNotify(name: string, args: PrivateBucketArgs): void {
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
