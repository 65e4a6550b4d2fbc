import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import type { HandlerFunction } from '../pipeline/handlerFunction.ts';
import { applyTransform, type Transform } from '../transform.ts';

/** The stage's name, which is the first segment of every path: CloudFront strips no prefix. */
export const STAGE_NAME = 'api';

/** A route and the function that it invokes. */
export interface ApiRoute {
  /** Method and path below the stage, as in `GET /jobs/{jobId}`. */
  key: string;
  handler: HandlerFunction;
  /** Requires no token, for the API document alone. Default false. */
  isPublic?: boolean;
}

export interface ApiArgs {
  routes: ApiRoute[];
  /** The URL of the OIDC issuer, without a trailing slash. API Gateway must be able to fetch its keys, which must be RSA keys. */
  issuer: pulumi.Input<string>;
  /** The required `aud` claim of a token, or its `client_id` where it has no `aud`. */
  audience: pulumi.Input<string>;
  /** The origins of pages that may call the API, beside the portal's own. Default none. */
  allowedOrigins?: string[];
  /** Encrypts the access log. */
  logsKey: aws.kms.Key;
  /** The number of days to keep the access log. Default 30. */
  logRetentionDays?: number;
  /** The maximum rate of all callers in requests per second. Default 50. */
  rateLimit?: number;
  /** The maximum burst of requests above that rate. Default 100. */
  burstLimit?: number;
  transform?: { api?: Transform<aws.apigatewayv2.ApiArgs>; stage?: Transform<aws.apigatewayv2.StageArgs> };
}

/** The REST API: an HTTP API that requires a token on every route except that of the OpenAPI document. */
export class Api extends pulumi.ComponentResource {
  readonly api: aws.apigatewayv2.Api;
  readonly stage: aws.apigatewayv2.Stage;

  constructor(name: string, args: ApiArgs, opts?: pulumi.ComponentResourceOptions) {
    super('dicom-analyzer:index:Api', name, {}, opts);
    this.api = this.createApi(name, args);
    const authorizer = this.createAuthorizer(name, args);
    for (const route of args.routes) this.createRoute(name, route, authorizer);
    this.stage = this.createStage(name, args);
    this.registerOutputs({ endpoint: this.api.apiEndpoint });
  }

  private createApi(name: string, args: ApiArgs): aws.apigatewayv2.Api {
    return new aws.apigatewayv2.Api(
      name,
      applyTransform(
        args.transform?.api,
        { name, type: 'aws:apigatewayv2/api:Api' },
        {
          protocolType: 'HTTP',
          description: 'Creates, reads, lists, retries and deletes jobs',
          ...(args.allowedOrigins?.length ? { corsConfiguration: cors(args.allowedOrigins) } : {}),
        },
      ),
      { parent: this },
    );
  }

  private createAuthorizer(name: string, args: ApiArgs): aws.apigatewayv2.Authorizer {
    return new aws.apigatewayv2.Authorizer(
      name,
      {
        apiId: this.api.id,
        authorizerType: 'JWT',
        identitySources: ['$request.header.Authorization'],
        jwtConfiguration: { issuer: args.issuer, audiences: [args.audience] },
      },
      { parent: this },
    );
  }

  private createRoute(name: string, route: ApiRoute, authorizer: aws.apigatewayv2.Authorizer): void {
    const routeName = `${name}-${route.key.replaceAll(/[^A-Za-z]+/g, '-').replace(/-$/, '')}`;
    const { function: fn } = route.handler;
    const integration = new aws.apigatewayv2.Integration(
      routeName,
      {
        apiId: this.api.id,
        integrationType: 'AWS_PROXY',
        integrationUri: fn.invokeArn,
        payloadFormatVersion: '2.0',
        timeoutMilliseconds: 30_000,
      },
      { parent: this },
    );
    new aws.apigatewayv2.Route(
      routeName,
      {
        apiId: this.api.id,
        routeKey: route.key,
        target: pulumi.interpolate`integrations/${integration.id}`,
        ...(route.isPublic === true
          ? { authorizationType: 'NONE' }
          : { authorizationType: 'JWT', authorizerId: authorizer.id }),
      },
      { parent: this },
    );
    new aws.lambda.Permission(
      routeName,
      {
        function: fn.name,
        action: 'lambda:InvokeFunction',
        principal: 'apigateway.amazonaws.com',
        sourceArn: pulumi.interpolate`${this.api.executionArn}/${STAGE_NAME}/${route.key.replace(' ', '')}`,
      },
      { parent: this },
    );
  }

  private createStage(name: string, args: ApiArgs): aws.apigatewayv2.Stage {
    const log = new aws.cloudwatch.LogGroup(
      `${name}-access`,
      { kmsKeyId: args.logsKey.arn, retentionInDays: args.logRetentionDays ?? 30 },
      { parent: this },
    );
    return new aws.apigatewayv2.Stage(
      name,
      applyTransform(
        args.transform?.stage,
        { name, type: 'aws:apigatewayv2/stage:Stage' },
        {
          apiId: this.api.id,
          name: STAGE_NAME,
          autoDeploy: true,
          accessLogSettings: { destinationArn: log.arn, format: ACCESS_LOG_FORMAT },
          defaultRouteSettings: {
            throttlingRateLimit: args.rateLimit ?? 50,
            throttlingBurstLimit: args.burstLimit ?? 100,
            detailedMetricsEnabled: true,
          },
        },
      ),
      { parent: this },
    );
  }
}

const cors = (allowOrigins: string[]): aws.types.input.apigatewayv2.ApiCorsConfiguration => ({
  allowOrigins,
  allowMethods: ['GET', 'POST', 'DELETE'],
  allowHeaders: ['authorization', 'content-type', 'if-none-match', 'idempotency-key'],
  exposeHeaders: ['etag', 'retry-after', 'location'],
  maxAge: 3600,
});

/** Logs the route but never the path or query, which may hold patient data. */
const ACCESS_LOG_FORMAT = JSON.stringify({
  requestId: '$context.requestId',
  time: '$context.requestTime',
  route: '$context.routeKey',
  status: '$context.status',
  responseLength: '$context.responseLength',
  latency: '$context.responseLatency',
  integrationStatus: '$context.integrationStatus',
  integrationError: '$context.integrationErrorMessage',
  authorizerError: '$context.authorizer.error',
  ip: '$context.identity.sourceIp',
});
