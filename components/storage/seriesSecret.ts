import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

export interface SeriesSecretArgs {
  /** Encrypts the secret. */
  key: aws.kms.Key;
  /** Protects the secret from deletion, after which new slices would not match their series. Default false. */
  protect?: boolean;
}

/** The random key material of the HMAC that stands for a series UID, created once. */
export class SeriesSecret extends pulumi.ComponentResource {
  readonly secret: aws.secretsmanager.Secret;

  constructor(name: string, args: SeriesSecretArgs, opts?: pulumi.ComponentResourceOptions) {
    super('dicom-analyzer:index:SeriesSecret', name, {}, opts);
    this.secret = new aws.secretsmanager.Secret(
      name,
      { description: 'Key material of the HMAC that stands for a series UID', kmsKeyId: args.key.arn },
      { parent: this, protect: args.protect ?? false },
    );
    const random = aws.secretsmanager.getRandomPasswordOutput(
      { passwordLength: 64, excludePunctuation: true },
      { parent: this },
    );
    // The invoke returns a new value in every run, so keep the first.
    new aws.secretsmanager.SecretVersion(
      name,
      { secretId: this.secret.id, secretString: pulumi.secret(random.randomPassword) },
      { parent: this, ignoreChanges: ['secretString'] },
    );
    this.registerOutputs({ secretArn: this.secret.arn });
  }
}
