import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { readBody } from '../servers/readBody.ts';
import { Issuer, type PublicClient } from './issuer.ts';
import { OAuthError } from './oauthError.ts';
import { renderSignInPage } from './renderSignInPage.ts';
import { readOrCreateSigningKey } from './readOrCreateSigningKey.ts';
import { Tokens, type TokenSettings } from './tokens.ts';

/** The options of the local OpenID provider. */
export interface OidcOptions extends TokenSettings {
  /** The file of the signing key. */
  readonly keyFile: string;
  readonly client: PublicClient;
  /** The tenants on the sign-in page. */
  readonly tenants: readonly string[];
}

const CORS = {
  'access-control-allow-origin': '*',
  'access-control-allow-headers': 'authorization, content-type',
};

const sendJson = (response: ServerResponse, status: number, body: unknown): void => {
  response
    .writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store', ...CORS })
    .end(JSON.stringify(body));
};

const sendHtml = (response: ServerResponse, body: string, formTargets: readonly string[]): void => {
  const policy = `default-src 'none'; form-action 'self' ${formTargets.join(' ')}; frame-ancestors 'none'`;
  response
    .writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy })
    .end(body);
};

const createDiscoveryDocument = (issuer: string) => ({
  issuer,
  authorization_endpoint: `${issuer}/authorize`,
  token_endpoint: `${issuer}/token`,
  jwks_uri: `${issuer}/jwks.json`,
  end_session_endpoint: `${issuer}/logout`,
  response_types_supported: ['code'],
  response_modes_supported: ['query'],
  grant_types_supported: ['authorization_code', 'client_credentials', 'refresh_token'],
  code_challenge_methods_supported: ['S256'],
  subject_types_supported: ['public'],
  id_token_signing_alg_values_supported: ['RS256'],
  scopes_supported: ['openid', 'profile', 'offline_access'],
  token_endpoint_auth_methods_supported: ['none', 'client_secret_post', 'client_secret_basic'],
});

async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  const form = new URLSearchParams((await readBody(request, 65_536)).toString());
  const basic = /^Basic (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
  const user = basic === undefined ? undefined : Buffer.from(basic, 'base64').toString().split(':')[0];
  if (user !== undefined && !form.has('client_id')) form.set('client_id', decodeURIComponent(user));
  return form;
}

/** Redirects the browser to the client that asked to sign out, if it is known. */
function signOut(parameters: URLSearchParams, client: PublicClient, response: ServerResponse): void {
  const target = parameters.get('post_logout_redirect_uri');
  const known = target !== null && client.redirectOrigins.includes(new URL(target).origin);
  if (known) response.writeHead(302, { location: target }).end();
  else response.writeHead(200, { 'content-type': 'text/plain' }).end('Signed out.\n');
}

/** Serves the discovery document, keys, sign-in page and tokens of the local issuer. */
export async function createOidcListener(options: OidcOptions): Promise<RequestListener> {
  const key = await readOrCreateSigningKey(options.keyFile);
  const issuer = new Issuer(new Tokens(key, options), options.client);

  const routes: Record<
    string,
    (request: IncomingMessage, response: ServerResponse, url: URL) => Promise<void> | void
  > = {
    'GET /.well-known/openid-configuration': (_request, response) =>
      sendJson(response, 200, createDiscoveryDocument(options.issuer)),
    'GET /jwks.json': (_request, response) => sendJson(response, 200, { keys: [key.publicJwk] }),
    'GET /authorize': (_request, response, url) => {
      issuer.checkAuthorization(url.searchParams);
      sendHtml(response, renderSignInPage(options.tenants, url.searchParams), options.client.redirectOrigins);
    },
    'POST /authorize': async (request, response) => {
      response.writeHead(303, { location: issuer.authorize(await readForm(request)) }).end();
    },
    'POST /token': async (request, response) =>
      sendJson(response, 200, await issuer.token(await readForm(request))),
    'GET /logout': (_request, response, url) => signOut(url.searchParams, options.client, response),
  };

  return (request, response) => {
    const url = new URL(request.url ?? '/', options.issuer);
    if (request.method === 'OPTIONS') {
      response.writeHead(204, { ...CORS, 'access-control-allow-methods': 'GET, POST' }).end();
      return;
    }
    const route = routes[`${request.method ?? ''} ${url.pathname}`];
    if (route === undefined) {
      sendJson(response, 404, { error: 'not_found' });
      return;
    }
    Promise.resolve()
      .then(() => route(request, response, url))
      .catch((error: unknown) => {
        const known =
          error instanceof OAuthError ? error : new OAuthError('server_error', String(error), 500);
        sendJson(response, known.status, { error: known.code, error_description: known.message });
      });
  };
}
