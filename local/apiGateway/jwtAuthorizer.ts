import { createRemoteJWKSet, jwtVerify, type JWTPayload, type JWTVerifyGetKey } from 'jose';
import type { AuthorizerSettings } from './apiSettings.ts';

/** The token's claims as text, and its scopes. */
export interface JwtContext {
  readonly claims: Readonly<Record<string, string>>;
  readonly scopes: readonly string[] | null;
}

/** Says that a token is missing or invalid: status 401. */
export class UnauthorizedError extends Error {
  override readonly name = 'UnauthorizedError';
}

/** Says that a token has none of the route's scopes: status 403. */
export class ForbiddenError extends Error {
  override readonly name = 'ForbiddenError';
}

const asText = (value: unknown): string => {
  if (typeof value === 'string') return value;
  return Array.isArray(value) ? `[${value.join(' ')}]` : JSON.stringify(value);
};

const parseScopes = ({ scope, scp }: JWTPayload): string[] => {
  const value = scope ?? scp;
  if (Array.isArray(value)) return value.map(String);
  return typeof value === 'string' ? value.split(' ').filter((name) => name !== '') : [];
};

/** Finds the keys of an issuer through its discovery document, once, as API Gateway does. */
function createKeyFinder(issuer: string): JWTVerifyGetKey {
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
 * Verifies tokens as API Gateway does: RS256, 384 or 512, `kid`, `iss`, `aud` or `client_id`, `exp`, `nbf`, `iat`, and
 * the scopes of a route (https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html).
 */
export class JwtAuthorizer {
  readonly #settings: AuthorizerSettings;
  readonly #keys: JWTVerifyGetKey;

  constructor(settings: AuthorizerSettings) {
    this.#settings = settings;
    this.#keys = createKeyFinder(settings.issuer.replace(/\/$/, ''));
  }

  /** Throws UnauthorizedError or ForbiddenError. */
  async authorize(authorization: string | undefined, routeScopes: readonly string[]): Promise<JwtContext> {
    const payload = await this.#verify(authorization?.replace(/^Bearer +/i, '') ?? '');
    const audiences = [payload.aud ?? payload.client_id].flat();
    if (!audiences.some((audience) => this.#settings.audience.includes(String(audience))))
      throw new UnauthorizedError('the audience is not that of the API');
    const scopes = parseScopes(payload);
    if (routeScopes.length > 0 && !routeScopes.some((scope) => scopes.includes(scope)))
      throw new ForbiddenError(`the token has none of the scopes ${routeScopes.join(', ')}`);
    return {
      claims: Object.fromEntries(Object.entries(payload).map(([name, value]) => [name, asText(value)])),
      scopes: routeScopes.length === 0 ? null : scopes,
    };
  }

  async #verify(token: string): Promise<JWTPayload> {
    if (token === '') throw new UnauthorizedError('the request has no token');
    try {
      const { payload, protectedHeader } = await jwtVerify(token, this.#keys, {
        issuer: this.#settings.issuer,
        algorithms: ['RS256', 'RS384', 'RS512'],
        requiredClaims: ['exp'],
      });
      // API Gateway requires `kid` and `iat` as well; the library accepts a token without them.
      if (protectedHeader.kid === undefined) throw new UnauthorizedError('the token does not name its key');
      if (payload.iat !== undefined && payload.iat > Date.now() / 1000)
        throw new UnauthorizedError('the token was issued in the future');
      return payload;
    } catch (cause) {
      if (cause instanceof UnauthorizedError) throw cause;
      throw new UnauthorizedError('the token is invalid', { cause });
    }
  }
}
