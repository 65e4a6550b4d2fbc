import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeJwt } from 'jose';
import { LoopbackServer } from '../../../local/servers/loopbackServer.ts';
import { createOidcListener } from '../../../local/oidc/createOidcListener.ts';

const APP = 'http://localhost:1';
const VERIFIER = 'v'.repeat(50);

describe('the OpenID provider', () => {
  const directory = mkdtempSync(join(tmpdir(), 'oidc-'));
  const server = new LoopbackServer();
  let issuer: string;

  before(async () => {
    issuer = `http://localhost:${await server.listen(0)}`;
    const options = {
      issuer,
      audience: 'api',
      tenantClaim: 'org',
      keyFile: join(directory, 'key.json'),
      client: { clientId: 'app', redirectOrigins: [APP] },
      tenants: ['demo'],
    };
    server.serve(await createOidcListener(options));
  });

  after(async () => {
    await server.close();
    rmSync(directory, { recursive: true });
  });

  const request = (more: Record<string, string> = {}) =>
    new URLSearchParams({
      client_id: 'app',
      redirect_uri: `${APP}/`,
      response_type: 'code',
      scope: 'openid',
      state: 'st',
      nonce: 'no',
      code_challenge: createHash('sha256').update(VERIFIER).digest('base64url'),
      code_challenge_method: 'S256',
      ...more,
    });
  const post = (path: string, body: URLSearchParams) =>
    fetch(`${issuer}${path}`, { method: 'POST', body, redirect: 'manual' });

  it('exchanges an authorization code with PKCE once', async () => {
    const page = await (await fetch(`${issuer}/authorize?${request()}`)).text();
    assert.match(page, /<button name="tenant" value="demo">demo<\/button>/);
    const sent = new URL(
      (await post('/authorize', request({ tenant: 'demo' }))).headers.get('location') ?? '',
    );
    assert.equal(sent.origin, APP);
    assert.equal(sent.searchParams.get('state'), 'st');
    const form = new URLSearchParams({
      grant_type: 'authorization_code',
      code: sent.searchParams.get('code') ?? '',
      redirect_uri: `${APP}/`,
      client_id: 'app',
      code_verifier: VERIFIER,
    });
    const tokens = (await (await post('/token', form)).json()) as Record<string, string>;
    const access = decodeJwt(tokens.access_token ?? '');
    assert.deepEqual([access.iss, access.aud, access.org, access.sub], [issuer, 'api', 'demo', 'demo-user']);
    const id = decodeJwt(tokens.id_token ?? '');
    assert.deepEqual([id.aud, id.nonce], ['app', 'no']);
    assert.equal((await post('/token', form)).status, 400, 'a code works once');
    const again = await post(
      '/token',
      new URLSearchParams({ grant_type: 'refresh_token', refresh_token: tokens.refresh_token ?? '' }),
    );
    assert.equal(decodeJwt(((await again.json()) as Record<string, string>).access_token ?? '').org, 'demo');
  });

  it('rejects a wrong verifier, another origin and a request without PKCE', async () => {
    const sent = new URL(
      (await post('/authorize', request({ tenant: 'demo' }))).headers.get('location') ?? '',
    );
    const wrong = new URLSearchParams({
      grant_type: 'authorization_code',
      code: sent.searchParams.get('code') ?? '',
      redirect_uri: `${APP}/`,
      code_verifier: 'w'.repeat(50),
    });
    const answer = await post('/token', wrong);
    assert.equal(((await answer.json()) as { error: string }).error, 'invalid_grant');
    assert.equal(
      (await fetch(`${issuer}/authorize?${request({ redirect_uri: 'https://evil.example/' })}`)).status,
      400,
    );
    assert.equal(
      (await fetch(`${issuer}/authorize?${request({ code_challenge_method: 'plain' })}`)).status,
      400,
    );
  });

  it('rejects client credentials with an invalid tenant name', async () => {
    const answer = await post(
      '/token',
      new URLSearchParams({ grant_type: 'client_credentials', client_id: '../x' }),
    );
    assert.equal(answer.status, 401);
  });
});
