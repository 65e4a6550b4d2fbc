import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

export interface OriginSecretArgs {
  /** The value that CloudFront sends: at least 32 random characters. */
  value: pulumi.Input<string>;
  /** Encrypts the secret. */
  key: aws.kms.Key;
}

/**
 * The secret that CloudFront sends to the functions behind the API, which reject requests without it: no request bypasses
 * the firewall. After a change, the functions accept the previous value for another hour, while CloudFront updates its
 * edges.
 */
export class OriginSecret extends pulumi.ComponentResource {
  readonly secret: aws.secretsmanager.Secret;
  /** For CloudFront's header. */
  readonly value: pulumi.Output<string>;

  constructor(name: string, args: OriginSecretArgs, opts?: pulumi.ComponentResourceOptions) {
    super('dicom-analyzer:index:OriginSecret', name, {}, opts);
    this.secret = new aws.secretsmanager.Secret(
      name,
      { description: 'The value that CloudFront sends to the API', kmsKeyId: args.key.arn },
      { parent: this },
    );
    const version = new aws.secretsmanager.SecretVersion(
      name,
      { secretId: this.secret.id, secretString: pulumi.secret(args.value) },
      { parent: this },
    );
    // Read from the version, so that the functions can read a new value before CloudFront sends it.
    this.value = pulumi.secret(version.secretString.apply((text) => text ?? ''));
    this.registerOutputs({ secretArn: this.secret.arn });
  }
}
