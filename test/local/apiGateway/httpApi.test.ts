import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ApiSettings, RouteSettings } from '../../../local/apiGateway/apiSettings.ts';
import { HttpApi } from '../../../local/apiGateway/httpApi.ts';
import { matchRoute } from '../../../local/apiGateway/matchRoute.ts';
import type { ApiRequest } from '../../../local/apiGateway/payload.ts';
import { RequestTooLargeError } from '../../../local/lambda/errors.ts';
import { LoopbackServer } from '../../../local/servers/loopbackServer.ts';
import { createOidcListener } from '../../../local/oidc/createOidcListener.ts';

const APP = 'http://localhost:1';

describe('HttpApi', () => {
  const directory = mkdtempSync(join(tmpdir(), 'oidc-'));
  const oidc = new LoopbackServer();
  let issuer: string;
  let settings: ApiSettings;

  before(async () => {
    issuer = `http://localhost:${await oidc.listen(0)}`;
    oidc.serve(
      await createOidcListener({
        issuer,
        audience: 'api',
        tenantClaim: 'tenant',
        keyFile: join(directory, 'key.json'),
        client: { clientId: 'app', redirectOrigins: [APP] },
        tenants: ['demo'],
      }),
    );
    const route: RouteSettings = {
      routeKey: 'GET /jobs/{jobId}',
      functionArn: 'arn:get',
      timeoutMs: 1000,
      authorizer: { issuer, audience: ['api'] },
      scopes: [],
    };
    settings = {
      apiId: 'abc',
      executionArn: 'arn:aws:execute-api:us-east-1:000000000000:abc',
      stage: 'api',
      routes: [route, { ...route, routeKey: 'GET /open', functionArn: 'arn:open', authorizer: undefined }],
      cors: {
        allowOrigins: [APP],
        allowMethods: ['GET'],
        allowHeaders: ['authorization'],
        exposeHeaders: ['etag'],
        allowCredentials: false,
        maxAge: 60,
      },
      accessLogFormat: '{"route":"$context.routeKey","status":"$context.status"}',
      throttle: { rate: 1, burst: 3 },
    };
  });

  after(async () => {
    await oidc.close();
    rmSync(directory, { recursive: true });
  });

  const token = async (parameters: Record<string, string>) => {
    const answer = await fetch(`${issuer}/token`, {
      method: 'POST',
      body: new URLSearchParams({ grant_type: 'client_credentials', ...parameters }),
    });
    return (await answer.json()) as { access_token: string; expires_in: number };
  };

  const started = (now = () => 0) => {
    const invoked: { functionArn: string; sourceArn: string; event: Record<string, unknown> }[] = [];
    const lines: string[] = [];
    const api = new HttpApi(settings, {
      invoke: async (functionArn, sourceArn, event) => {
        invoked.push({ functionArn, sourceArn, event: event as Record<string, unknown> });
        return Promise.resolve({
          statusCode: 200,
          headers: { ETag: '"1"', 'Access-Control-Allow-Origin': '*' },
          body: '{}',
        });
      },
      accessLog: (line) => lines.push(line),
      now,
    });
    const get = (path: string, headers: ApiRequest['headers'] = {}, method = 'GET') =>
      api.handle({
        method,
        path,
        query: 'a=1&a=2',
        headers,
        body: Buffer.alloc(0),
        sourceIp: '127.0.0.1',
        requestId: 'r1',
      });
    return { get, invoked, lines };
  };

  it('sends payload format 2.0 with the claims of the token', async () => {
    const { get, invoked, lines } = started();
    const { access_token } = await token({ client_id: 'acme' });
    const { status, headers } = await get('/api/jobs/7', {
      authorization: `Bearer ${access_token}`,
      origin: APP,
    });
    assert.equal(status, 200);
    assert.equal(headers.etag, '"1"');
    assert.equal(headers['access-control-allow-origin'], APP, "the backend's own CORS headers are ignored");
    assert.equal(
      invoked[0]?.sourceArn,
      'arn:aws:execute-api:us-east-1:000000000000:abc/api/GET/jobs/{jobId}',
    );
    const { event } = invoked[0];
    assert.equal(event.routeKey, 'GET /jobs/{jobId}');
    assert.equal(event.rawPath, '/api/jobs/7');
    assert.deepEqual(event.pathParameters, { jobId: '7' });
    assert.deepEqual(event.queryStringParameters, { a: '1,2' });
    const context = event.requestContext as { authorizer: { jwt: { claims: Record<string, string> } } };
    assert.equal(context.authorizer.jwt.claims.tenant, 'acme');
    assert.deepEqual(lines, ['{"route":"GET /jobs/{jobId}","status":"200"}']);
  });

  it('answers 401 to a missing, a wrong and an expired token', async () => {
    const expired = (await token({ client_id: 'acme', expires_in: '-1' })).access_token;
    const good = (await token({ client_id: 'acme' })).access_token;
    const forged = `${good.slice(0, -6)}${good.endsWith('AAAAAA') ? 'BBBBBB' : 'AAAAAA'}`;
    for (const authorization of [undefined, 'Bearer nonsense', `Bearer ${expired}`, `Bearer ${forged}`]) {
      const { get, invoked } = started();
      const { status, body } = await get('/api/jobs/7', authorization === undefined ? {} : { authorization });
      assert.equal(status, 401, authorization);
      assert.equal(body, '{"message":"Unauthorized"}');
      assert.equal(invoked.length, 0);
    }
  });

  it('sends Vary with every response, so that no browser shows one to a page of another origin', async () => {
    const { get } = started();
    for (const headers of [{}, { origin: APP }, { origin: 'http://foreign.test' }])
      for (const path of ['/api/open', '/api/nothing'])
        assert.equal((await get(path, headers)).headers.vary, 'Origin');
  });

  it('answers 413, with CORS, to a body that is too large for API Gateway or for Lambda', async () => {
    const api = new HttpApi(settings, {
      invoke: () => Promise.reject(new RequestTooLargeError('open', 7_000_000, 6_291_456)),
      accessLog: () => undefined,
      now: () => 0,
    });
    for (const body of ['too large', Buffer.alloc(6_000_000)] as const) {
      const { status, headers } = await api.handle({
        method: 'GET',
        path: '/api/open',
        query: '',
        headers: { origin: APP },
        body,
        sourceIp: '127.0.0.1',
        requestId: 'r1',
      });
      assert.equal(status, 413);
      assert.equal(headers['access-control-allow-origin'], APP);
    }
  });

  it('answers 404 for an unknown route', async () => {
    const { get } = started();
    assert.equal((await get('/api/nothing')).status, 404);
    assert.equal((await get('/jobs/7')).status, 404, 'the stage is part of the path');
    assert.equal((await get('/api/open', {}, 'POST')).status, 404);
  });

  it('answers 400 to a path that is not percent-encoded, and 431 to headers over 10,240 bytes', async () => {
    const { get, invoked, lines } = started();
    const malformed = await get('/api/jobs/%zz');
    assert.deepEqual([malformed.status, malformed.body], [400, '{"message":"Bad Request"}']);
    const large = await get('/api/open', { 'x-large': 'x'.repeat(10_240) });
    assert.deepEqual([large.status, large.body], [431, '{"message":"Request Header Fields Too Large"}']);
    assert.equal(invoked.length, 0);
    assert.equal(lines.length, 2);
  });

  it('answers preflights of allowed origins', async () => {
    const { get } = started();
    const allowed = await get('/api/jobs', { origin: APP }, 'OPTIONS');
    assert.equal(allowed.status, 204);
    assert.equal(allowed.headers['access-control-allow-methods'], 'GET');
    const other = await get('/api/jobs', { origin: 'https://elsewhere.example' }, 'OPTIONS');
    assert.equal(other.headers['access-control-allow-origin'], undefined);
  });

  it('throttles requests beyond the burst until tokens are refilled', async () => {
    let now = 0;
    const { get } = started(() => now);
    const statuses = async (count: number) =>
      (await Promise.all(Array.from({ length: count }, () => get('/api/open')))).map(({ status }) => status);
    assert.deepEqual(await statuses(4), [200, 200, 200, 429]);
    const { status, headers, body } = await get('/api/open');
    assert.deepEqual(
      [status, headers['content-type'], body],
      [429, 'application/json', '{"message":"Too Many Requests"}'],
    );
    now = 1000;
    assert.deepEqual(await statuses(2), [200, 429]);
  });
});

describe('matchRoute', () => {
  const route = (routeKey: string): RouteSettings => ({
    routeKey,
    functionArn: routeKey,
    timeoutMs: 1,
    authorizer: undefined,
    scopes: [],
  });

  it('prefers the most specific route', () => {
    const routes = ['$default', 'ANY /{proxy+}', 'GET /jobs/{id}', 'GET /jobs/latest'].map(route);
    const matched = (method: string, path: string) => matchRoute(routes, method, path)?.route.routeKey;
    assert.equal(matched('GET', '/jobs/latest'), 'GET /jobs/latest');
    assert.equal(matched('GET', '/jobs/7'), 'GET /jobs/{id}');
    assert.equal(matched('DELETE', '/jobs/7'), 'ANY /{proxy+}');
    assert.deepEqual(matchRoute(routes, 'GET', '/a/b%20c')?.pathParameters, { proxy: 'a/b c' });
  });
});
