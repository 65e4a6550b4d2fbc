import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { createPolicyDocument, type Statement } from '../identity/createPolicyDocument.ts';
import { applyTransform, type Transform } from '../transform.ts';

export interface EncryptionKeysArgs {
  /** The account that owns the keys and whose IAM policies grant their use. */
  accountId: pulumi.Input<string>;
  /** The region of the log groups. */
  region: pulumi.Input<string>;
  /** The days between rotations, 90 to 2560. Default 365. */
  rotationPeriodInDays?: number;
  /** The days between scheduling a key's deletion and deleting it, 7 to 30. Default 30. */
  deletionWindowInDays?: number;
  /** Protects the keys from deletion, which would make the encrypted data unreadable. Default false. */
  protect?: boolean;
  transform?: { key?: Transform<aws.kms.KeyArgs> };
}

/** The customer-managed keys: one for images, results, rows and secrets, and one for operations. Both rotate automatically. */
export class EncryptionKeys extends pulumi.ComponentResource {
  /** Encrypts images, results, rows and secrets. */
  readonly data: aws.kms.Key;
  /** Encrypts logs, alarms, the functions' environments and the audit trail. */
  readonly operations: aws.kms.Key;

  constructor(name: string, args: EncryptionKeysArgs, opts?: pulumi.ComponentResourceOptions) {
    super('dicom-analyzer:index:EncryptionKeys', name, {}, opts);
    this.data = this.createKey(`${name}-data`, 'Encrypts images, results, rows and secrets', args, [
      allowAccount(args.accountId),
    ]);
    this.operations = this.createKey(
      `${name}-operations`,
      'Encrypts logs, alarms, function environments and the audit trail',
      args,
      [
        allowAccount(args.accountId),
        allowLogGroups(args),
        allowService(
          'AllowCloudWatchAlarms',
          'cloudwatch.amazonaws.com',
          ['Decrypt', 'GenerateDataKey'],
          args,
        ),
        allowService('AllowCloudTrail', 'cloudtrail.amazonaws.com', ['GenerateDataKey', 'DescribeKey'], args),
      ],
    );
    this.registerOutputs({ dataKeyArn: this.data.arn, operationsKeyArn: this.operations.arn });
  }

  /** Creates a key with its policy, so that no resource uses the key before the policy applies. */
  private createKey(
    name: string,
    description: string,
    args: EncryptionKeysArgs,
    statements: Statement[],
  ): aws.kms.Key {
    return new aws.kms.Key(
      name,
      applyTransform(
        args.transform?.key,
        { name, type: 'aws:kms/key:Key' },
        {
          description,
          enableKeyRotation: true,
          rotationPeriodInDays: args.rotationPeriodInDays ?? 365,
          deletionWindowInDays: args.deletionWindowInDays ?? 30,
          policy: createPolicyDocument(statements),
        },
      ),
      { parent: this, protect: args.protect ?? false },
    );
  }
}

/** Lets IAM policies of the account manage the key, which would otherwise be unmanageable (KMS developer guide, "Default key policy"). */
export const allowAccount = (accountId: pulumi.Input<string>): Statement => ({
  Sid: 'AllowAccountPolicies',
  Effect: 'Allow',
  Principal: { AWS: pulumi.interpolate`arn:aws:iam::${accountId}:root` },
  Action: 'kms:*',
  Resource: '*',
});

/** Allows a service to use the key on behalf of this account. */
const allowService = (
  Sid: string,
  service: string,
  actions: string[],
  { accountId }: EncryptionKeysArgs,
): Statement => ({
  Sid,
  Effect: 'Allow',
  Principal: { Service: service },
  Action: actions.map((action) => `kms:${action}`),
  Resource: '*',
  Condition: { StringEquals: { 'aws:SourceAccount': accountId } },
});

/** Allows CloudWatch Logs to use the key for log groups of this account only. */
export const allowLogGroups = ({
  accountId,
  region,
}: Pick<EncryptionKeysArgs, 'accountId' | 'region'>): Statement => ({
  Sid: 'AllowLogGroups',
  Effect: 'Allow',
  Principal: { Service: pulumi.interpolate`logs.${region}.amazonaws.com` },
  Action: ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:DescribeKey'],
  Resource: '*',
  Condition: {
    ArnLike: {
      'kms:EncryptionContext:aws:logs:arn': pulumi.interpolate`arn:aws:logs:${region}:${accountId}:log-group:*`,
    },
  },
});
