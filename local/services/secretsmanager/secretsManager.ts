import { AwsError } from '../../aws/awsError.ts';
import { createJsonService } from '../../aws/jsonService.ts';
import type { AwsRequest, AwsService } from '../../aws/types.ts';

/** A secret and its versions. */
export interface SecretDescription {
  readonly arn: string;
  readonly name: string;
  readonly keyArn?: string | undefined;
  readonly secretString: string;
  /** The previous version, if the graph has one. */
  readonly previousString?: string | undefined;
}

/** Creates Secrets Manager with GetSecretValue for the secrets of the program. Checks the caller's permission for the key. */
export function createSecretsManagerService(
  secrets: readonly SecretDescription[],
  region: string,
): AwsService {
  // The versions are as old as this run.
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
