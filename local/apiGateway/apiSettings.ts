import type { Graph, GraphResource } from '../graph/graph.ts';

/** The `corsConfiguration` of an HTTP API. With it API Gateway answers preflights and ignores CORS headers of functions. */
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

/** One route and its function. */
export interface RouteSettings {
  /** The route key, such as `GET /jobs/{jobId}`, or `$default`. */
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
  /** Requests a second, and in a burst. */
  readonly throttle: { readonly rate: number; readonly burst: number } | undefined;
}

const toStrings = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);
const toRecord = (value: unknown): Record<string, unknown> => (value ?? {}) as Record<string, unknown>;
const FUNCTION_ARN = /\/functions\/(arn:aws:lambda:[^/]+)\/invocations$/;

function readCors(value: unknown): CorsSettings | undefined {
  if (value === undefined) return undefined;
  const cors = toRecord(value);
  return {
    allowOrigins: toStrings(cors.allowOrigins),
    allowMethods: toStrings(cors.allowMethods),
    allowHeaders: toStrings(cors.allowHeaders).map((name) => name.toLowerCase()),
    exposeHeaders: toStrings(cors.exposeHeaders),
    allowCredentials: cors.allowCredentials === true,
    maxAge: typeof cors.maxAge === 'number' ? cors.maxAge : undefined,
  };
}

function readAuthorizer({ name, inputs }: GraphResource): AuthorizerSettings {
  const jwt = toRecord(inputs.jwtConfiguration);
  const sources = toStrings(inputs.identitySources);
  if (
    inputs.authorizerType !== 'JWT' ||
    sources.length !== 1 ||
    sources[0] !== '$request.header.Authorization'
  )
    throw new Error(
      `${name}: the local cloud only serves JWT authorizers with $request.header.Authorization`,
    );
  return { issuer: String(jwt.issuer), audience: toStrings(jwt.audiences) };
}

/** Reads the HTTP API and stage of the graph; undefined if it has none. */
export function readApiSettings(graph: Graph): ApiSettings | undefined {
  const ofType = (type: string) =>
    graph.resources.filter((resource) => resource.type === `aws:apigatewayv2/${type}`);
  const [api, ...others] = ofType('api:Api');
  const [stage, ...stages] = ofType('stage:Stage');
  if (api === undefined || stage === undefined) return undefined;
  if (others.length > 0 || stages.length > 0)
    throw new Error('The local cloud serves only one HTTP API with one stage');
  const byId = (type: string) => new Map(ofType(type).map((resource) => [resource.id, resource]));
  const integrations = byId('integration:Integration');
  const authorizers = byId('authorizer:Authorizer');

  const readRoute = ({ name, inputs }: GraphResource): RouteSettings => {
    const integration = integrations.get(String(inputs.target).replace(/^integrations\//, ''));
    const uri = String(integration?.inputs.integrationUri);
    const functionArn = FUNCTION_ARN.exec(uri)?.[1] ?? (uri.startsWith('arn:aws:lambda:') ? uri : undefined);
    if (integration === undefined || functionArn === undefined)
      throw new Error(`${name}: its target is not an integration with a function`);
    if (
      integration.inputs.integrationType !== 'AWS_PROXY' ||
      integration.inputs.payloadFormatVersion !== '2.0'
    )
      throw new Error(`${integration.name}: the local cloud only serves AWS_PROXY with payload format 2.0`);
    const authorizer = authorizers.get(String(inputs.authorizerId));
    const type = inputs.authorizationType ?? 'NONE';
    if (type !== 'NONE' && (type !== 'JWT' || authorizer === undefined))
      throw new Error(`${name}: authorization ${JSON.stringify(type)} needs a JWT authorizer`);
    const timeout = integration.inputs.timeoutMilliseconds;
    return {
      routeKey: String(inputs.routeKey),
      functionArn,
      timeoutMs: typeof timeout === 'number' ? timeout : 30_000,
      authorizer: type === 'JWT' && authorizer !== undefined ? readAuthorizer(authorizer) : undefined,
      scopes: toStrings(inputs.authorizationScopes),
    };
  };

  const { throttlingRateLimit: rate, throttlingBurstLimit: burst } = toRecord(
    stage.inputs.defaultRouteSettings,
  );
  const format = toRecord(stage.inputs.accessLogSettings).format;
  return {
    apiId: api.id,
    executionArn: String(api.outputs.executionArn),
    stage: stage.id,
    routes: ofType('route:Route').map(readRoute),
    cors: readCors(api.inputs.corsConfiguration),
    accessLogFormat: typeof format === 'string' ? format : undefined,
    throttle: typeof rate === 'number' && typeof burst === 'number' ? { rate, burst } : undefined,
  };
}
