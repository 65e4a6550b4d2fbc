import { createHash, randomBytes } from 'node:crypto';
import { Tenant } from '../../contract/ids.ts';
import { OAuthError } from './oauthError.ts';
import type { Subject, Tokens } from './tokens.ts';

/** A client that may use the authorization code flow, and where it may be sent back to. */
export interface PublicClient {
  readonly clientId: string;
  readonly redirectOrigins: readonly string[];
}

interface Grant {
  readonly subject: Subject;
  readonly redirectUri: string;
  readonly challenge: string;
  readonly nonce: string | undefined;
  readonly expires: number;
}

const CODE_MS = 60_000;

const required = (parameters: URLSearchParams, name: string): string => {
  const value = parameters.get(name);
  if (value === null || value === '') throw new OAuthError('invalid_request', `\`${name}\` is missing`);
  return value;
};

const tenantOf = (text: string): string => {
  const parsed = Tenant.safeParse(text);
  if (!parsed.success) throw new OAuthError('invalid_client', `\`${text}\` is no tenant's name`, 401);
  return parsed.data;
};

/** The grants of RFC 6749 that the local issuer knows: client credentials, authorization code with PKCE, refresh. */
export class Issuer {
  readonly #tokens: Tokens;
  readonly #client: PublicClient;
  readonly #grants = new Map<string, Grant>();

  constructor(tokens: Tokens, client: PublicClient) {
    this.#tokens = tokens;
    this.#client = client;
  }

  /** Refuses an authorization request that must not be answered by a redirect, or that has no PKCE. */
  checkAuthorization(parameters: URLSearchParams): void {
    if (required(parameters, 'client_id') !== this.#client.clientId)
      throw new OAuthError('invalid_client', 'No such client', 401);
    const { origin } = new URL(required(parameters, 'redirect_uri'));
    if (!this.#client.redirectOrigins.includes(origin))
      throw new OAuthError('invalid_request', `${origin} is not an origin of this client`);
    if (required(parameters, 'response_type') !== 'code')
      throw new OAuthError('unsupported_response_type', 'Only `code`');
    required(parameters, 'code_challenge');
    if (parameters.get('code_challenge_method') !== 'S256')
      throw new OAuthError('invalid_request', 'Only S256 code challenges');
  }

  /** Where to send the browser once a tenant is chosen. */
  authorize(parameters: URLSearchParams): string {
    this.checkAuthorization(parameters);
    const tenant = tenantOf(required(parameters, 'tenant'));
    const code = randomBytes(32).toString('base64url');
    const target = new URL(required(parameters, 'redirect_uri'));
    this.#grants.set(code, {
      subject: {
        tenant,
        subject: `${tenant}-user`,
        clientId: this.#client.clientId,
        scope: parameters.get('scope') ?? 'openid',
      },
      redirectUri: target.href,
      challenge: required(parameters, 'code_challenge'),
      nonce: parameters.get('nonce') ?? undefined,
      expires: Date.now() + CODE_MS,
    });
    target.searchParams.set('code', code);
    const state = parameters.get('state');
    if (state !== null) target.searchParams.set('state', state);
    return target.href;
  }

  /** The token endpoint. `expires_in` (seconds) is this issuer's own, for tests of expired tokens. */
  async token(parameters: URLSearchParams): Promise<Record<string, unknown>> {
    switch (parameters.get('grant_type')) {
      case 'client_credentials':
        return this.#clientCredentials(parameters);
      case 'authorization_code':
        return this.#authorizationCode(parameters);
      case 'refresh_token':
        return this.#refresh(parameters);
      default:
        throw new OAuthError(
          'unsupported_grant_type',
          'client_credentials, authorization_code or refresh_token',
        );
    }
  }

  async #clientCredentials(parameters: URLSearchParams): Promise<Record<string, unknown>> {
    const tenant = tenantOf(required(parameters, 'client_id'));
    const lifetime = parameters.get('expires_in');
    const subject = {
      tenant,
      subject: tenant,
      clientId: tenant,
      scope: parameters.get('scope') ?? '',
    };
    const token = await this.#tokens.access(subject, lifetime === null ? undefined : Number(lifetime));
    return { ...token, token_type: 'Bearer' };
  }

  async #authorizationCode(parameters: URLSearchParams): Promise<Record<string, unknown>> {
    const code = required(parameters, 'code');
    const grant = this.#grants.get(code);
    this.#grants.delete(code);
    const challenge = createHash('sha256').update(required(parameters, 'code_verifier')).digest('base64url');
    if (
      grant === undefined ||
      grant.expires < Date.now() ||
      grant.challenge !== challenge ||
      grant.redirectUri !== new URL(required(parameters, 'redirect_uri')).href
    )
      throw new OAuthError('invalid_grant', 'The code is unknown, used, expired or not for this verifier');
    return this.#answer(grant.subject, grant.nonce);
  }

  async #refresh(parameters: URLSearchParams): Promise<Record<string, unknown>> {
    const token = required(parameters, 'refresh_token');
    const subject = await this.#tokens.readRefresh(token).catch((cause: unknown) => {
      throw new OAuthError('invalid_grant', cause instanceof Error ? cause.message : 'not a refresh token');
    });
    return this.#answer(subject, undefined);
  }

  async #answer(subject: Subject, nonce: string | undefined): Promise<Record<string, unknown>> {
    return {
      ...(await this.#tokens.access(subject)),
      token_type: 'Bearer',
      scope: subject.scope,
      id_token: await this.#tokens.id(subject, nonce),
      refresh_token: await this.#tokens.refresh(subject),
    };
  }
}
