import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { tracer } from '../powertools.ts';

const client = tracer.captureAWSv3Client(new SecretsManagerClient({}));
const kept = new Map<string, Promise<string>>();

/** A secret's text, fetched once in the life of the function's instance; a failure is not kept. */
export function secretText(SecretId: string): Promise<string> {
  const present = kept.get(SecretId);
  if (present !== undefined) return present;
  const fetched = fetchSecret(SecretId);
  kept.set(SecretId, fetched);
  fetched.catch(() => kept.delete(SecretId));
  return fetched;
}

async function fetchSecret(SecretId: string): Promise<string> {
  const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId }));
  if (SecretString === undefined || SecretString === '') {
    throw new Error('The secret has no text: give it a random SecretString.');
  }
  return SecretString;
}
