import { createPublicKey, type JsonWebKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { calculateJwkThumbprint, generateKeyPair, importJWK, SignJWT, type JWK, type JWTPayload } from 'jose';

/** A token and the access that it must grant. */
export interface AccessToken {
  readonly name: string;
  /** The Authorization header. Undefined omits it. */
  readonly authorization: string | undefined;
  /** The tenant that it grants access to, or the status that every protected route must respond with. */
  readonly grants: { tenant: string } | { status: 401 | 403 };
}

const base64url = (value: string | object): string =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');

/**
 * Creates tokens of every kind, starting with a valid one for each tenant. Each invalid token names an existing tenant
 * and differs from the valid one in a single property.
 *
 * @param dataDir the local cloud's data folder, which holds its issuer's key
 */
export async function createAccessTokens(
  dataDir: string,
  issuer: string,
  audience: string,
  tenants: readonly string[],
): Promise<AccessToken[]> {
  const jwk = JSON.parse(readFileSync(join(dataDir, 'oidc-key.json'), 'utf8')) as JWK;
  const kid = await calculateJwkThumbprint(jwk);
  const key = await importJWK(jwk, 'RS256');
  const { privateKey: otherKey, publicKey: otherPublicKey } = await generateKeyPair('RS256', {
    extractable: true,
  });
  const pem = createPublicKey({ key: jwk as JsonWebKey, format: 'jwk' }).export({
    type: 'spki',
    format: 'pem',
  });
  const now = Math.floor(Date.now() / 1000);
  const victim = tenants[0]!;
  const claims = (tenant: unknown, more: JWTPayload = {}): JWTPayload => ({
    ...{ iss: issuer, aud: audience, sub: 'someone', client_id: 'portal', tenant },
    ...{ iat: now - 10, nbf: now - 10, exp: now + 3600 },
    ...more,
  });
  const signed = async (
    payload: JWTPayload,
    header: Record<string, unknown> = {},
    by: Parameters<SignJWT['sign']>[0] = key,
  ): Promise<string> =>
    `Bearer ${await new SignJWT(payload).setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid, ...header }).sign(by)}`;
  const unsigned = (alg: string): string =>
    `Bearer ${base64url({ alg, typ: 'JWT', kid })}.${base64url(claims(victim))}.`;
  const without = (payload: JWTPayload, name: string): JWTPayload =>
    Object.fromEntries(Object.entries(payload).filter(([each]) => each !== name));
  const good = await signed(claims(victim));
  const [header, , signature] = good.split('.');
  const otherJwk = createPublicKey({
    key: await exportable(otherPublicKey),
    format: 'jwk',
  }).export({ format: 'jwk' });

  const entries: [string, string | undefined, AccessToken['grants']][] = [];
  const add = (name: string, authorization: string | undefined, opens: AccessToken['grants']): void => {
    entries.push([name, authorization, opens]);
  };
  for (const tenant of tenants) add(tenant, await signed(claims(tenant)), { tenant });
  add('no Bearer before it', good.replace('Bearer ', ''), { tenant: victim });
  add('client_id for aud', await signed(without(claims(victim, { client_id: audience }), 'aud')), {
    tenant: victim,
  });
  const invalid: [string, string | undefined][] = [
    ['none', undefined],
    ['empty', ''],
    ['Bearer alone', 'Bearer '],
    ['no token at all', 'Bearer not.a.token'],
    ['Basic', `Basic ${Buffer.from('admin:admin').toString('base64')}`],
    ['AWS signature', 'AWS4-HMAC-SHA256 Credential=local-admin/20200101/us-east-1/execute-api/aws4_request'],
    ['wrong key', await signed(claims(victim), {}, otherKey)],
    ['wrong key, unknown kid', await signed(claims(victim), { kid: 'other' }, otherKey)],
    ['wrong key, own jwk', await signed(claims(victim), { jwk: otherJwk }, otherKey)],
    ['wrong key, own jku', await signed(claims(victim), { jku: 'http://localhost:1/keys' }, otherKey)],
    ['unknown kid', await signed(claims(victim), { kid: 'other' })],
    ['no kid', await signed(claims(victim), { kid: undefined })],
    ['wrong issuer', await signed(claims(victim, { iss: 'https://issuer.example' }))],
    ['issuer with a slash', await signed(claims(victim, { iss: `${issuer}/` }))],
    ['no issuer', await signed(without(claims(victim), 'iss'))],
    ['wrong audience', await signed(claims(victim, { aud: 'other' }))],
    ['wrong audience, right client_id', await signed(claims(victim, { aud: 'other', client_id: audience }))],
    ['no audience', await signed(without(claims(victim), 'aud'))],
    ["the portal's own id token", await signed(claims(victim, { aud: 'portal' }))],
    ['expired', await signed(claims(victim, { exp: now - 1 }))],
    ['without an end', await signed(without(claims(victim), 'exp'))],
    ['not yet valid', await signed(claims(victim, { nbf: now + 600 }))],
    ['issued in the future', await signed(claims(victim, { iat: now + 600 }))],
    ['alg none', unsigned('none')],
    ['alg NONE', unsigned('NONE')],
    ['signature cut off', `${good.split('.').slice(0, 2).join('.')}.`],
    ['another payload', `${header!}.${base64url(claims(tenants[1]))}.${signature!}`],
    [
      'HS256 with the public key',
      await signed(claims(victim), { alg: 'HS256' }, Buffer.from(pem.toString())),
    ],
    ['HS256 with the modulus', await signed(claims(victim), { alg: 'HS256' }, Buffer.from(jwk.n ?? ''))],
    ['twice', `${good}, ${good}`],
  ];
  for (const [name, authorization] of invalid) add(name, authorization, { status: 401 });
  const noTenant: [string, JWTPayload][] = [
    ['no tenant', without(claims(victim), 'tenant')],
    ['empty tenant', claims('')],
    ['tenant with a path', claims(`../${victim}`)],
    ['tenant with a slash', claims(`${victim}/`)],
    ['list of tenants', claims([victim, tenants[1]])],
    ['tenant in an object', claims({ name: victim })],
    ['long tenant', claims('x'.repeat(65))],
    ['tenant under another name', { ...without(claims(victim), 'tenant'), Tenant: victim }],
  ];
  for (const [name, payload] of noTenant) add(name, await signed(payload), { status: 403 });
  add('tenant in capitals', await signed(claims(victim.toUpperCase())), { tenant: victim.toUpperCase() });
  return entries.map(([name, authorization, grants]) => ({ name, authorization, grants }));
}

async function exportable(key: CryptoKey): Promise<JsonWebKey> {
  return (await crypto.subtle.exportKey('jwk', key)) as JsonWebKey;
}
