import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { applyTransform, type Transform } from '../transform.ts';

export interface JobsTableArgs {
  /** Encrypts the rows. */
  key: aws.kms.Key;
  /** Protects the table from deletion, in Pulumi and in DynamoDB. Default false. */
  protect?: boolean;
  transform?: { table?: Transform<aws.dynamodb.TableArgs> };
}

/** The table of jobs, one row per job, with indexes by tenant, batch and deadline. */
export class JobsTable extends pulumi.ComponentResource {
  readonly table: aws.dynamodb.Table;

  constructor(name: string, args: JobsTableArgs, opts?: pulumi.ComponentResourceOptions) {
    super('dicom-analyzer:index:JobsTable', name, {}, opts);
    const protect = args.protect ?? false;
    this.table = new aws.dynamodb.Table(
      name,
      applyTransform(
        args.transform?.table,
        { name, type: 'aws:dynamodb/table:Table' },
        {
          billingMode: 'PAY_PER_REQUEST',
          hashKey: 'pk',
          attributes: ['pk', 'tenantKey', 'batchKey', 'createdKey', 'dueShard', 'dueAt'].map((attribute) => ({
            name: attribute,
            type: 'S',
          })),
          globalSecondaryIndexes: [
            index('byTenant', 'tenantKey', 'createdKey'),
            index('byBatch', 'batchKey', 'createdKey'),
            index('due', 'dueShard', 'dueAt'),
          ],
          ttl: { attributeName: 'ttl', enabled: true },
          pointInTimeRecovery: { enabled: true },
          serverSideEncryption: { enabled: true, kmsKeyArn: args.key.arn },
          deletionProtectionEnabled: protect,
        },
      ),
      { parent: this, protect },
    );
    this.registerOutputs({ tableName: this.table.name });
  }
}

const index = (name: string, hashKey: string, rangeKey: string) => ({
  name,
  hashKey,
  rangeKey,
  projectionType: 'ALL',
});
