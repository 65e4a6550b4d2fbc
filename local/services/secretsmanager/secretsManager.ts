import { AwsError } from '../../aws/awsError.ts';
import { createJsonService } from '../../aws/jsonService.ts';
import type { AwsRequest, AwsService } from '../../aws/types.ts';

/** A secret and its versions. */
export interface SecretDescription {
  readonly arn: string;
  readonly name: string;
  readonly keyArn?: string | undefined;
  readonly secretString: string;
  /** The version before, where the graph has one. */
  readonly previousString?: string | undefined;
}

/** Secrets Manager's GetSecretValue, over the secrets of the program. The key is opened with the caller's permission. */
export function createSecretsManagerService(
  secrets: readonly SecretDescription[],
  region: string,
): AwsService {
  // Seconds since the epoch: the versions are as old as this run.
  const CreatedDate = Math.floor(Date.now() / 1000);
  const getSecretValue = (
    { SecretId, VersionStage = 'AWSCURRENT' }: { SecretId?: string; VersionStage?: string },
    request: AwsRequest,
  ) => {
    const secret = secrets.find(({ arn, name }) => arn === SecretId || name === SecretId);
    request.authorize('secretsmanager:GetSecretValue', secret?.arn ?? SecretId ?? '*');
    if (secret === undefined)
      throw new AwsError('ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
    if (secret.keyArn !== undefined)
      request.authorize('kms:Decrypt', secret.keyArn, {
        'kms:ViaService': `secretsmanager.${region}.amazonaws.com`,
      });
    const stages: Readonly<Record<string, string | undefined>> = {
      AWSCURRENT: secret.secretString,
      AWSPREVIOUS: secret.previousString,
    };
    const SecretString = stages[VersionStage];
    if (SecretString === undefined)
      throw new AwsError(
        'ResourceNotFoundException',
        `Secrets Manager can't find the specified secret value for staging label: ${VersionStage}`,
      );
    return { ARN: secret.arn, Name: secret.name, SecretString, VersionStages: [VersionStage], CreatedDate };
  };
  return createJsonService({
    name: 'Secrets Manager',
    version: '1.1',
    operations: { GetSecretValue: getSecretValue },
  });
}
