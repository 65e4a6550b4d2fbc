import { readFile, writeFile } from 'node:fs/promises';
import {
  calculateJwkThumbprint,
  exportJWK,
  generateKeyPair,
  importJWK,
  type CryptoKey,
  type JWK,
} from 'jose';

/** The issuer's RSA key, the only kind that the authorizer of an HTTP API accepts. */
export interface SigningKey {
  readonly privateKey: CryptoKey;
  readonly publicJwk: JWK;
}

async function readJwk(file: string): Promise<JWK | undefined> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as JWK;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Reads the key from the file, or creates it, so that tokens stay valid after a restart. */
export async function readOrCreateSigningKey(file: string): Promise<SigningKey> {
  let jwk = await readJwk(file);
  if (jwk === undefined) {
    const { privateKey } = await generateKeyPair('RS256', { extractable: true });
    jwk = await exportJWK(privateKey);
    await writeFile(file, JSON.stringify(jwk), { mode: 0o600 });
  }
  const { kty, n, e } = jwk;
  if (kty !== 'RSA' || n === undefined || e === undefined)
    throw new Error(`${file} does not hold an RSA key: delete it to create a new one`);
  const publicJwk: JWK = { kty, n, e, use: 'sig', alg: 'RS256' };
  publicJwk.kid = await calculateJwkThumbprint(publicJwk);
  return { privateKey: (await importJWK(jwk, 'RS256')) as CryptoKey, publicJwk };
}
