import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { createPolicyDocument, type Statement } from '../identity/createPolicyDocument.ts';
import { applyTransform, type Transform } from '../transform.ts';

export interface EncryptionKeysArgs {
  /** The account that owns the keys, and whose IAM policies decide who may use them. */
  accountId: pulumi.Input<string>;
  /** The region of the log groups. */
  region: pulumi.Input<string>;
  /** Days after which the keys' material is renewed, 90 to 2560. Default 365. */
  rotationPeriodInDays?: number;
  /** Days between the order to delete a key and its end, 7 to 30. Default 30. */
  deletionWindowInDays?: number;
  /** Refuse to destroy the keys: what they encrypted dies with them. Default false. */
  protect?: boolean;
  transform?: { key?: Transform<aws.kms.KeyArgs> };
}

/** The customer-managed keys: one for images, results, rows and secrets, one for operations. Both rotate by themselves. */
export class EncryptionKeys extends pulumi.ComponentResource {
  /** Encrypts whatever holds images, results or rows. */
  readonly data: aws.kms.Key;
  /** Encrypts logs, alarms, the functions' environments and the audit trail. */
  readonly operations: aws.kms.Key;

  constructor(name: string, args: EncryptionKeysArgs, opts?: pulumi.ComponentResourceOptions) {
    super('dicom-analyzer:index:EncryptionKeys', name, {}, opts);
    this.data = this.createKey(`${name}-data`, 'Images, results, rows and secrets', args, [
      allowAccount(args.accountId),
    ]);
    this.operations = this.createKey(`${name}-operations`, 'Logs, alarms, environments and audit', args, [
      allowAccount(args.accountId),
      allowLogGroups(args),
      allowService('AlarmsOfThisAccount', 'cloudwatch.amazonaws.com', ['Decrypt', 'GenerateDataKey'], args),
      allowService(
        'TrailsOfThisAccount',
        'cloudtrail.amazonaws.com',
        ['GenerateDataKey', 'DescribeKey'],
        args,
      ),
    ]);
    this.registerOutputs({ dataKeyArn: this.data.arn, operationsKeyArn: this.operations.arn });
  }

  /** The policy is part of the key: nothing that the key encrypts can be created before the policy is in force. */
  private createKey(
    name: string,
    description: string,
    args: EncryptionKeysArgs,
    statements: Statement[],
  ): aws.kms.Key {
    return new aws.kms.Key(
      name,
      applyTransform(args.transform?.key, {
        description,
        enableKeyRotation: true,
        rotationPeriodInDays: args.rotationPeriodInDays ?? 365,
        deletionWindowInDays: args.deletionWindowInDays ?? 30,
        policy: createPolicyDocument(statements),
      }),
      { parent: this, protect: args.protect ?? false },
    );
  }
}

/** Without this statement nobody could ever change the key again (KMS developer guide, "Default key policy"). */
export const allowAccount = (accountId: pulumi.Input<string>): Statement => ({
  Sid: 'AccountDecidesByIam',
  Effect: 'Allow',
  Principal: { AWS: pulumi.interpolate`arn:aws:iam::${accountId}:root` },
  Action: 'kms:*',
  Resource: '*',
});

/** A service that encrypts what it writes for this account. */
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

/** CloudWatch Logs encrypts with the service's principal, for log groups of this account only. */
export const allowLogGroups = ({
  accountId,
  region,
}: Pick<EncryptionKeysArgs, 'accountId' | 'region'>): Statement => ({
  Sid: 'LogGroupsOfThisAccount',
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
