import assert from 'node:assert/strict';
import { stackGraph, type StackGraph } from '../support/stackGraph.ts';

describe('Api', function () {
  this.timeout(60_000);
  let graph: StackGraph;
  before(async () => (graph = await stackGraph({ allowedOrigins: '["https://portal.example.org"]' })));

  it('has the routes of the contract and requires a token on all but one', () => {
    const routes = graph.all('aws:apigatewayv2/route:Route').map(({ inputs }) => inputs);
    assert.deepEqual(
      Object.fromEntries(routes.map(({ routeKey, authorizationType }) => [routeKey, authorizationType])),
      {
        'POST /jobs': 'JWT',
        'GET /jobs': 'JWT',
        'GET /jobs/{jobId}': 'JWT',
        'DELETE /jobs/{jobId}': 'JWT',
        'POST /jobs/{jobId}/links': 'JWT',
        'POST /jobs/{jobId}/retry': 'JWT',
        'POST /links': 'JWT',
        'GET /openapi.json': 'NONE',
      },
    );
    const authorizer = graph.one('aws:apigatewayv2/authorizer:Authorizer', 'dicom').inputs;
    assert.deepEqual(authorizer.jwtConfiguration, {
      issuer: 'https://login.example.org',
      audiences: ['dicom-analyzer'],
    });
  });

  it('may invoke each function only for the route of the function', () => {
    const sources = graph
      .all('aws:lambda/permission:Permission')
      .filter(({ inputs }) => inputs.principal === 'apigateway.amazonaws.com')
      .map(({ inputs }) => String(inputs.sourceArn).split(':').at(-1));
    assert.deepEqual(
      sources.sort(),
      [
        'a1b2c3/api/DELETE/jobs/{jobId}',
        'a1b2c3/api/GET/jobs',
        'a1b2c3/api/GET/jobs/{jobId}',
        'a1b2c3/api/GET/openapi.json',
        'a1b2c3/api/POST/jobs',
        'a1b2c3/api/POST/jobs/{jobId}/links',
        'a1b2c3/api/POST/jobs/{jobId}/retry',
        'a1b2c3/api/POST/links',
      ].sort(),
    );
  });

  it('logs requests without path, query or token and limits their rate', () => {
    const { accessLogSettings, defaultRouteSettings, name } = graph.one(
      'aws:apigatewayv2/stage:Stage',
      'dicom',
    ).inputs as { accessLogSettings: { format: string }; defaultRouteSettings: object; name: string };
    assert.equal(name, 'api');
    const format = JSON.parse(accessLogSettings.format) as Record<string, string>;
    assert.equal(format.route, '$context.routeKey');
    assert.ok(!/\$context\.(path|authorizer\.claims|identity\.user)/.test(accessLogSettings.format));
    assert.deepEqual(defaultRouteSettings, {
      throttlingRateLimit: 50,
      throttlingBurstLimit: 100,
      detailedMetricsEnabled: true,
    });
  });

  it('allows CORS for the configured origins only', async () => {
    const { inputs } = graph.one('aws:apigatewayv2/api:Api', 'dicom');
    assert.deepEqual(inputs.corsConfiguration, {
      allowOrigins: ['https://portal.example.org'],
      allowMethods: ['GET', 'POST', 'DELETE'],
      allowHeaders: ['authorization', 'content-type', 'if-none-match', 'idempotency-key'],
      exposeHeaders: ['etag', 'retry-after', 'location'],
      maxAge: 3600,
    });
    const closed = (await stackGraph()).one('aws:apigatewayv2/api:Api', 'dicom');
    assert.equal(closed.inputs.corsConfiguration, undefined);
  });
});
