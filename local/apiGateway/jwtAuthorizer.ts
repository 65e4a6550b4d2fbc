import { createRemoteJWKSet, jwtVerify, type JWTPayload, type JWTVerifyGetKey } from 'jose';
import type { AuthorizerSettings } from './apiSettings.ts';

/** What API Gateway found in the token: every claim as text. */
export interface JwtContext {
  readonly claims: Readonly<Record<string, string>>;
  readonly scopes: readonly string[] | null;
}

/** No token, or one that does not hold: 401. */
export class UnauthorizedError extends Error {
  override readonly name = 'UnauthorizedError';
}

/** A token without any of the route's scopes: 403. */
export class ForbiddenError extends Error {
  override readonly name = 'ForbiddenError';
}

const asText = (value: unknown): string => {
  if (typeof value === 'string') return value;
  return Array.isArray(value) ? `[${value.join(' ')}]` : JSON.stringify(value);
};

const scopesOf = ({ scope, scp }: JWTPayload): string[] => {
  const value = scope ?? scp;
  if (Array.isArray(value)) return value.map(String);
  return typeof value === 'string' ? value.split(' ').filter((name) => name !== '') : [];
};

/** Finds the issuer's keys as API Gateway does, through its discovery document, once. */
function keysOf(issuer: string): JWTVerifyGetKey {
  let keys: Promise<JWTVerifyGetKey> | undefined;
  const discover = async (): Promise<JWTVerifyGetKey> => {
    const answer = await fetch(`${issuer}/.well-known/openid-configuration`);
    if (!answer.ok) throw new Error(`${issuer} answered ${answer.status} to discovery`);
    const { jwks_uri } = (await answer.json()) as { jwks_uri: string };
    return createRemoteJWKSet(new URL(jwks_uri));
  };
  return async (header, token) => {
    keys ??= discover();
    try {
      return await (
        await keys
      )(header, token);
    } catch (error) {
      keys = undefined;
      throw error;
    }
  };
}

/**
 * API Gateway's JWT authorizer: RS256, 384 or 512, `kid`, `iss`, `aud` or `client_id`, `exp`, `nbf`, `iat`, and a route's
 * scopes (https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html).
 */
export class JwtAuthorizer {
  readonly #settings: AuthorizerSettings;
  readonly #keys: JWTVerifyGetKey;

  constructor(settings: AuthorizerSettings) {
    this.#settings = settings;
    this.#keys = keysOf(settings.issuer.replace(/\/$/, ''));
  }

  /** Throws UnauthorizedError or ForbiddenError. */
  async authorize(authorization: string | undefined, routeScopes: readonly string[]): Promise<JwtContext> {
    const payload = await this.#verify(authorization?.replace(/^Bearer +/i, '') ?? '');
    const audiences = [payload.aud ?? payload.client_id].flat();
    if (!audiences.some((audience) => this.#settings.audience.includes(String(audience))))
      throw new UnauthorizedError('the audience is not ours');
    const scopes = scopesOf(payload);
    if (routeScopes.length > 0 && !routeScopes.some((scope) => scopes.includes(scope)))
      throw new ForbiddenError(`none of the scopes ${routeScopes.join(', ')}`);
    return {
      claims: Object.fromEntries(Object.entries(payload).map(([name, value]) => [name, asText(value)])),
      scopes: routeScopes.length === 0 ? null : scopes,
    };
  }

  async #verify(token: string): Promise<JWTPayload> {
    if (token === '') throw new UnauthorizedError('no token');
    try {
      const { payload, protectedHeader } = await jwtVerify(token, this.#keys, {
        issuer: this.#settings.issuer,
        algorithms: ['RS256', 'RS384', 'RS512'],
        requiredClaims: ['exp'],
      });
      // The guide names these two as well, and the library takes a token without them.
      if (protectedHeader.kid === undefined) throw new UnauthorizedError('the token names no key');
      if (payload.iat !== undefined && payload.iat > Date.now() / 1000)
        throw new UnauthorizedError('the token comes from the future');
      return payload;
    } catch (cause) {
      if (cause instanceof UnauthorizedError) throw cause;
      throw new UnauthorizedError('the token does not hold', { cause });
    }
  }
}
