import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

export interface OriginSecretArgs {
  /** What CloudFront shows the API; at least 32 characters that nobody can guess. */
  value: pulumi.Input<string>;
  /** Encrypts the secret. */
  key: aws.kms.Key;
}

/**
 * What CloudFront and the functions behind the API share, so that nobody passes by the firewall. With another value in
 * the configuration, the functions take the old one for an hour more, while CloudFront tells its edges.
 */
export class OriginSecret extends pulumi.ComponentResource {
  readonly secret: aws.secretsmanager.Secret;
  /** For CloudFront's header. */
  readonly value: pulumi.Output<string>;

  constructor(name: string, args: OriginSecretArgs, opts?: pulumi.ComponentResourceOptions) {
    super('dicom-analyzer:index:OriginSecret', name, {}, opts);
    this.secret = new aws.secretsmanager.Secret(
      name,
      { description: 'What CloudFront shows the API', kmsKeyId: args.key.arn },
      { parent: this },
    );
    const version = new aws.secretsmanager.SecretVersion(
      name,
      { secretId: this.secret.id, secretString: pulumi.secret(args.value) },
      { parent: this },
    );
    // Through the version, so that the functions can know a new value before CloudFront shows it.
    this.value = pulumi.secret(version.secretString.apply((text) => text ?? ''));
    this.registerOutputs({ secretArn: this.secret.arn });
  }
}
