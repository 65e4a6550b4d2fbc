import { createHash, randomBytes } from 'node:crypto';
import { Tenant } from '../../contract/ids.ts';
import { OAuthError } from './oauthError.ts';
import type { Subject, Tokens } from './tokens.ts';

/** A client of the authorization code flow, and the origins that it may redirect to. */
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

const requireParameter = (parameters: URLSearchParams, name: string): string => {
  const value = parameters.get(name);
  if (value === null || value === '') throw new OAuthError('invalid_request', `\`${name}\` is missing`);
  return value;
};

const requireTenant = (text: string): string => {
  const parsed = Tenant.safeParse(text);
  if (!parsed.success) throw new OAuthError('invalid_client', `\`${text}\` is not a valid tenant name`, 401);
  return parsed.data;
};

/** Implements grants of RFC 6749: client credentials, authorization code with PKCE, refresh token. */
export class Issuer {
  readonly #tokens: Tokens;
  readonly #client: PublicClient;
  readonly #grants = new Map<string, Grant>();

  constructor(tokens: Tokens, client: PublicClient) {
    this.#tokens = tokens;
    this.#client = client;
  }

  /** Rejects an authorization request with an unknown client or redirect origin, or without PKCE. */
  checkAuthorization(parameters: URLSearchParams): void {
    if (requireParameter(parameters, 'client_id') !== this.#client.clientId)
      throw new OAuthError('invalid_client', 'The client is unknown', 401);
    const { origin } = new URL(requireParameter(parameters, 'redirect_uri'));
    if (!this.#client.redirectOrigins.includes(origin))
      throw new OAuthError('invalid_request', `${origin} is not an origin of this client`);
    if (requireParameter(parameters, 'response_type') !== 'code')
      throw new OAuthError('unsupported_response_type', 'The response type must be `code`');
    requireParameter(parameters, 'code_challenge');
    if (parameters.get('code_challenge_method') !== 'S256')
      throw new OAuthError('invalid_request', 'The code challenge method must be S256');
  }

  /** Returns the redirect URL after the choice of a tenant. */
  authorize(parameters: URLSearchParams): string {
    this.checkAuthorization(parameters);
    const tenant = requireTenant(requireParameter(parameters, 'tenant'));
    const code = randomBytes(32).toString('base64url');
    const target = new URL(requireParameter(parameters, 'redirect_uri'));
    this.#grants.set(code, {
      subject: {
        tenant,
        subject: `${tenant}-user`,
        clientId: this.#client.clientId,
        scope: parameters.get('scope') ?? 'openid',
      },
      redirectUri: target.href,
      challenge: requireParameter(parameters, 'code_challenge'),
      nonce: parameters.get('nonce') ?? undefined,
      expires: Date.now() + CODE_MS,
    });
    target.searchParams.set('code', code);
    const state = parameters.get('state');
    if (state !== null) target.searchParams.set('state', state);
    return target.href;
  }

  /** Answers a token request. The parameter `expires_in` (seconds) is an extension, for tests of expired tokens. */
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
          'The grant type must be client_credentials, authorization_code or refresh_token',
        );
    }
  }

  async #clientCredentials(parameters: URLSearchParams): Promise<Record<string, unknown>> {
    const tenant = requireTenant(requireParameter(parameters, 'client_id'));
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
    const code = requireParameter(parameters, 'code');
    const grant = this.#grants.get(code);
    this.#grants.delete(code);
    const challenge = createHash('sha256')
      .update(requireParameter(parameters, 'code_verifier'))
      .digest('base64url');
    if (
      grant === undefined ||
      grant.expires < Date.now() ||
      grant.challenge !== challenge ||
      grant.redirectUri !== new URL(requireParameter(parameters, 'redirect_uri')).href
    )
      throw new OAuthError('invalid_grant', 'The code is unknown, used, expired or not for this verifier');
    return this.#createResponse(grant.subject, grant.nonce);
  }

  async #refresh(parameters: URLSearchParams): Promise<Record<string, unknown>> {
    const token = requireParameter(parameters, 'refresh_token');
    const subject = await this.#tokens.readRefresh(token).catch((cause: unknown) => {
      throw new OAuthError('invalid_grant', cause instanceof Error ? cause.message : 'not a refresh token');
    });
    return this.#createResponse(subject, undefined);
  }

  async #createResponse(subject: Subject, nonce: string | undefined): Promise<Record<string, unknown>> {
    return {
      ...(await this.#tokens.access(subject)),
      token_type: 'Bearer',
      scope: subject.scope,
      id_token: await this.#tokens.id(subject, nonce),
      refresh_token: await this.#tokens.refresh(subject),
    };
  }
}
