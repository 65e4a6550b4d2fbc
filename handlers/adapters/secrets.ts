import {
  GetSecretValueCommand,
  ResourceNotFoundException,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { tracer } from '../support/powertools.ts';

const client = tracer.captureAWSv3Client(new SecretsManagerClient({}));
const kept = new Map<string, Promise<string>>();

/** A secret's text, fetched once in the life of the function's instance; a failure is not kept. */
export function readSecret(SecretId: string): Promise<string> {
  const present = kept.get(SecretId);
  if (present !== undefined) return present;
  const fetched = fetchSecret(SecretId);
  kept.set(SecretId, fetched);
  fetched.catch(() => kept.delete(SecretId));
  return fetched;
}

async function fetchSecret(SecretId: string): Promise<string> {
  return (await secretVersion(SecretId, 'AWSCURRENT')).text;
}

/** One version of a secret, and when it was made: milliseconds since the epoch. */
export interface SecretVersion {
  text: string;
  createdAt: number;
}

/** The current version of a secret, and the one before it, if there is any. */
export async function readSecretVersions(
  SecretId: string,
): Promise<{ current: SecretVersion; previous: SecretVersion | undefined }> {
  const [current, previous] = await Promise.all([
    secretVersion(SecretId, 'AWSCURRENT'),
    secretVersion(SecretId, 'AWSPREVIOUS').catch((error: unknown) => {
      if (error instanceof ResourceNotFoundException) return undefined;
      throw error;
    }),
  ]);
  return { current, previous };
}

/** A version by its staging label (Secrets Manager user guide, "Secret versions"). */
async function secretVersion(
  SecretId: string,
  VersionStage: 'AWSCURRENT' | 'AWSPREVIOUS',
): Promise<SecretVersion> {
  const answer = await client.send(new GetSecretValueCommand({ SecretId, VersionStage }));
  const { SecretString, CreatedDate } = answer;
  if (SecretString === undefined || SecretString === '') {
    throw new Error('The secret has no text: give it a random SecretString.');
  }
  return { text: SecretString, createdAt: CreatedDate?.getTime() ?? 0 };
}
