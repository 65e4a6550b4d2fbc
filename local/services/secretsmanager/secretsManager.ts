import { AwsError } from '../../aws/awsError.ts';
import { jsonService } from '../../aws/jsonService.ts';
import type { AwsRequest, AwsService } from '../../aws/types.ts';

/** A secret and its current version. */
export interface SecretDescription {
  readonly arn: string;
  readonly name: string;
  readonly keyArn?: string | undefined;
  readonly secretString: string;
}

/** Secrets Manager's GetSecretValue, over the secrets of the program. The key is opened with the caller's permission. */
export function secretsManager(secrets: readonly SecretDescription[], region: string): AwsService {
  const getSecretValue = ({ SecretId }: { SecretId?: string }, request: AwsRequest) => {
    const secret = secrets.find(({ arn, name }) => arn === SecretId || name === SecretId);
    request.authorize('secretsmanager:GetSecretValue', secret?.arn ?? SecretId ?? '*');
    if (secret === undefined)
      throw new AwsError('ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
    if (secret.keyArn !== undefined)
      request.authorize('kms:Decrypt', secret.keyArn, {
        'kms:ViaService': `secretsmanager.${region}.amazonaws.com`,
      });
    return {
      ARN: secret.arn,
      Name: secret.name,
      SecretString: secret.secretString,
      VersionStages: ['AWSCURRENT'],
    };
  };
  return jsonService({
    name: 'Secrets Manager',
    version: '1.1',
    operations: { GetSecretValue: getSecretValue },
  });
}
