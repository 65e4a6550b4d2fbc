import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import type { StorageResources } from '../identity/definePermissions.ts';
import { AccessLogs } from './accessLogs.ts';
import { EventBus } from '../pipeline/eventBus.ts';
import type { Settings } from '../settings/imageAnalysisArgs.ts';
import { JobsTable } from './jobsTable.ts';
import { EncryptionKeys } from './encryptionKeys.ts';
import { OriginSecret } from '../api/originSecret.ts';
import { PrivateBucket } from './privateBucket.ts';
import { SeriesSecret } from './seriesSecret.ts';

/** The resources that hold state: keys, buckets, table, bus and secrets. */
export class Storage extends pulumi.ComponentResource {
  readonly keys: EncryptionKeys;
  /** Receives the access logs of the other buckets. */
  readonly accessLogs: AccessLogs;
  readonly resources: StorageResources;
  /** The archive of the bus, for replay. */
  readonly archive: aws.cloudwatch.EventArchive;
  /** The secret that CloudFront sends to the API, if the stack has one. */
  readonly originSecret: OriginSecret | undefined;
  readonly accountId: pulumi.Output<string>;

  constructor(name: string, settings: Settings, opts?: pulumi.ComponentResourceOptions) {
    super('dicom-analyzer:index:Storage', name, {}, opts);
    const parent = { parent: this };
    const { protect, tearDown: forceDestroy, transform } = settings;
    const region = aws.getRegionOutput({}, parent).region;
    this.accountId = aws.getCallerIdentityOutput({}, parent).accountId;
    this.keys = new EncryptionKeys(
      name,
      { accountId: this.accountId, region, rotationPeriodInDays: settings.keyRotationDays, protect },
      parent,
    );
    this.accessLogs = new AccessLogs(
      `${name}-logs`,
      { accountId: this.accountId, retentionDays: settings.logRetentionDays, protect, forceDestroy },
      parent,
    );
    this.originSecret = settings.originSecret
      ? new OriginSecret(`${name}-origin`, { value: settings.originSecret, key: this.keys.data }, parent)
      : undefined;
    const { bus, archive } = new EventBus(
      name,
      { externalAnalyzers: settings.externalAnalyzers, archiveDays: settings.archiveDays },
      parent,
    );
    this.archive = archive;
    this.resources = {
      uploads: this.createBucket(`${name}-uploads`, settings, true),
      derived: this.createBucket(`${name}-derived`, settings, false),
      table: new JobsTable(
        `${name}-jobs`,
        {
          key: this.keys.data,
          protect,
          ...(transform?.table ? { transform: { table: transform.table } } : {}),
        },
        parent,
      ).table,
      bus,
      seriesSecret: new SeriesSecret(`${name}-series`, { key: this.keys.data, protect }, parent).secret,
      ...(this.originSecret ? { originSecret: this.originSecret.secret } : {}),
      dataKey: this.keys.data,
      region,
    };
    this.registerOutputs({});
  }

  private createBucket(name: string, settings: Settings, eventBridge: boolean): aws.s3.Bucket {
    const { bucket } = settings.transform ?? {};
    const privateBucket = new PrivateBucket(
      name,
      {
        key: this.keys.data,
        accessLogs: this.accessLogs,
        retentionDays: settings.retentionDays,
        eventBridge,
        protect: settings.protect,
        forceDestroy: settings.tearDown,
        ...(bucket ? { transform: { bucket } } : {}),
      },
      { parent: this },
    );
    privateBucket.attachPolicy(name);
    return privateBucket.bucket;
  }
}
