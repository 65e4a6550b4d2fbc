import { randomUUID } from 'node:crypto';
import { jwtVerify, SignJWT } from 'jose';
import type { SigningKey } from './readOrCreateSigningKey.ts';

/** The settings of the issuer's tokens. */
export interface TokenSettings {
  readonly issuer: string;
  /** The audience of the API. */
  readonly audience: string;
  /** The claim that names the tenant. */
  readonly tenantClaim: string;
}

/** The subject of a token. */
export interface Subject {
  readonly tenant: string;
  readonly subject: string;
  readonly clientId: string;
  readonly scope: string;
}

const ACCESS_SECONDS = 3600;
const REFRESH_SECONDS = 30 * 24 * 3600;

/** Makes and reads the issuer's tokens: JWTs signed with RS256. */
export class Tokens {
  readonly #key: SigningKey;
  readonly #settings: TokenSettings;

  constructor(key: SigningKey, settings: TokenSettings) {
    this.#key = key;
    this.#settings = settings;
  }

  /** Creates an access token; `expiresIn` in seconds, negative for an expired one. */
  async access(
    subject: Subject,
    expiresIn = ACCESS_SECONDS,
  ): Promise<{ access_token: string; expires_in: number }> {
    const { tenantClaim, audience } = this.#settings;
    const claims = { [tenantClaim]: subject.tenant, client_id: subject.clientId, scope: subject.scope };
    return {
      access_token: await this.#sign(claims, subject.subject, audience, expiresIn),
      expires_in: expiresIn,
    };
  }

  async id(subject: Subject, nonce: string | undefined): Promise<string> {
    const claims = { name: subject.tenant, ...(nonce === undefined ? {} : { nonce }) };
    return this.#sign(claims, subject.subject, subject.clientId, ACCESS_SECONDS);
  }

  async refresh(subject: Subject): Promise<string> {
    return this.#sign({ ...subject }, subject.subject, this.#settings.issuer, REFRESH_SECONDS);
  }

  /** Returns the subject of a refresh token of this issuer; rejects any other token. */
  async readRefresh(token: string): Promise<Subject> {
    const { issuer } = this.#settings;
    const { payload } = await jwtVerify(token, this.#key.publicJwk, { issuer, audience: issuer });
    const { tenant, clientId, scope, sub } = payload as Record<string, unknown>;
    return { tenant: String(tenant), clientId: String(clientId), scope: String(scope), subject: String(sub) };
  }

  #sign(
    claims: Record<string, unknown>,
    subject: string,
    audience: string,
    expiresIn: number,
  ): Promise<string> {
    const now = Math.floor(Date.now() / 1000);
    return new SignJWT(claims)
      .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid: this.#key.publicJwk.kid ?? '' })
      .setIssuer(this.#settings.issuer)
      .setSubject(subject)
      .setAudience(audience)
      .setIssuedAt(Math.min(now, now + expiresIn))
      .setExpirationTime(now + expiresIn)
      .setJti(randomUUID())
      .sign(this.#key.privateKey);
  }
}
