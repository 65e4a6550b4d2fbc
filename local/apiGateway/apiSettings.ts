import type { Graph, GraphResource } from '../graph/graph.ts';

/** An HTTP API's CORS as its `corsConfiguration`; API Gateway answers preflights itself and ignores the backend's. */
export interface CorsSettings {
  readonly allowOrigins: readonly string[];
  readonly allowMethods: readonly string[];
  readonly allowHeaders: readonly string[];
  readonly exposeHeaders: readonly string[];
  readonly allowCredentials: boolean;
  readonly maxAge: number | undefined;
}

/** A JWT authorizer. */
export interface AuthorizerSettings {
  readonly issuer: string;
  readonly audience: readonly string[];
}

/** One route and the function behind it. */
export interface RouteSettings {
  /** Such as `GET /jobs/{jobId}`, or `$default`. */
  readonly routeKey: string;
  readonly functionArn: string;
  readonly timeoutMs: number;
  readonly authorizer: AuthorizerSettings | undefined;
  readonly scopes: readonly string[];
}

/** One HTTP API with its stage. */
export interface ApiSettings {
  readonly apiId: string;
  readonly executionArn: string;
  readonly stage: string;
  readonly routes: readonly RouteSettings[];
  readonly cors: CorsSettings | undefined;
  readonly accessLogFormat: string | undefined;
  /** Requests a second, and at once. */
  readonly throttle: { readonly rate: number; readonly burst: number } | undefined;
}

const list = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);
const record = (value: unknown): Record<string, unknown> => (value ?? {}) as Record<string, unknown>;
const FUNCTION_ARN = /\/functions\/(arn:aws:lambda:[^/]+)\/invocations$/;

function corsOf(value: unknown): CorsSettings | undefined {
  if (value === undefined) return undefined;
  const cors = record(value);
  return {
    allowOrigins: list(cors.allowOrigins),
    allowMethods: list(cors.allowMethods),
    allowHeaders: list(cors.allowHeaders).map((name) => name.toLowerCase()),
    exposeHeaders: list(cors.exposeHeaders),
    allowCredentials: cors.allowCredentials === true,
    maxAge: typeof cors.maxAge === 'number' ? cors.maxAge : undefined,
  };
}

function authorizerOf({ name, inputs }: GraphResource): AuthorizerSettings {
  const jwt = record(inputs.jwtConfiguration);
  const sources = list(inputs.identitySources);
  if (
    inputs.authorizerType !== 'JWT' ||
    sources.length !== 1 ||
    sources[0] !== '$request.header.Authorization'
  )
    throw new Error(`${name}: the local cloud serves JWT authorizers of $request.header.Authorization only`);
  return { issuer: String(jwt.issuer), audience: list(jwt.audiences) };
}

/** The graph's HTTP API and stage, or undefined where it has none. */
export function readApiSettings(graph: Graph): ApiSettings | undefined {
  const ofType = (type: string) =>
    graph.resources.filter((resource) => resource.type === `aws:apigatewayv2/${type}`);
  const [api, ...others] = ofType('api:Api');
  const [stage, ...stages] = ofType('stage:Stage');
  if (api === undefined || stage === undefined) return undefined;
  if (others.length > 0 || stages.length > 0)
    throw new Error('The local cloud serves one HTTP API with one stage');
  const byId = (type: string) => new Map(ofType(type).map((resource) => [resource.id, resource]));
  const integrations = byId('integration:Integration');
  const authorizers = byId('authorizer:Authorizer');

  const routeOf = ({ name, inputs }: GraphResource): RouteSettings => {
    const integration = integrations.get(String(inputs.target).replace(/^integrations\//, ''));
    const uri = String(integration?.inputs.integrationUri);
    const functionArn = FUNCTION_ARN.exec(uri)?.[1] ?? (uri.startsWith('arn:aws:lambda:') ? uri : undefined);
    if (integration === undefined || functionArn === undefined)
      throw new Error(`${name}: its target is no integration with a function`);
    if (
      integration.inputs.integrationType !== 'AWS_PROXY' ||
      integration.inputs.payloadFormatVersion !== '2.0'
    )
      throw new Error(`${integration.name}: the local cloud serves AWS_PROXY with payload format 2.0 only`);
    const authorizer = authorizers.get(String(inputs.authorizerId));
    const type = inputs.authorizationType ?? 'NONE';
    if (type !== 'NONE' && (type !== 'JWT' || authorizer === undefined))
      throw new Error(
        `${name}: authorization ${JSON.stringify(type)} without an authorizer that the local cloud serves`,
      );
    const timeout = integration.inputs.timeoutMilliseconds;
    return {
      routeKey: String(inputs.routeKey),
      functionArn,
      timeoutMs: typeof timeout === 'number' ? timeout : 30_000,
      authorizer: type === 'JWT' && authorizer !== undefined ? authorizerOf(authorizer) : undefined,
      scopes: list(inputs.authorizationScopes),
    };
  };

  const { throttlingRateLimit: rate, throttlingBurstLimit: burst } = record(
    stage.inputs.defaultRouteSettings,
  );
  const format = record(stage.inputs.accessLogSettings).format;
  return {
    apiId: api.id,
    executionArn: String(api.outputs.executionArn),
    stage: stage.id,
    routes: ofType('route:Route').map(routeOf),
    cors: corsOf(api.inputs.corsConfiguration),
    accessLogFormat: typeof format === 'string' ? format : undefined,
    throttle: typeof rate === 'number' && typeof burst === 'number' ? { rate, burst } : undefined,
  };
}
