import {
  GetSecretValueCommand,
  ResourceNotFoundException,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { tracer } from '../support/powertools.ts';

const client = tracer.captureAWSv3Client(new SecretsManagerClient({}));
const cache = new Map<string, Promise<string>>();

/** Returns a secret's text. Caches it for the lifetime of the execution environment, unless the call fails. */
export function readSecret(SecretId: string): Promise<string> {
  const present = cache.get(SecretId);
  if (present !== undefined) return present;
  const fetched = fetchSecret(SecretId);
  cache.set(SecretId, fetched);
  fetched.catch(() => cache.delete(SecretId));
  return fetched;
}

async function fetchSecret(SecretId: string): Promise<string> {
  return (await secretVersion(SecretId, 'AWSCURRENT')).text;
}

/** One version of a secret, and its creation time in milliseconds since the epoch. */
export interface SecretVersion {
  text: string;
  createdAt: number;
}

/** Returns the current version of a secret and, if there is one, the previous version. */
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

/** Reads a version by its staging label (Secrets Manager User Guide, "Secret versions"). */
async function secretVersion(
  SecretId: string,
  VersionStage: 'AWSCURRENT' | 'AWSPREVIOUS',
): Promise<SecretVersion> {
  const response = await client.send(new GetSecretValueCommand({ SecretId, VersionStage }));
  const { SecretString, CreatedDate } = response;
  if (SecretString === undefined || SecretString === '') {
    throw new Error('The secret is empty. Set its SecretString to a random value.');
  }
  return { text: SecretString, createdAt: CreatedDate?.getTime() ?? 0 };
}
