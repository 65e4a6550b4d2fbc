import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { definePermissions } from './identity/definePermissions.ts';
import { Api, STAGE_NAME } from './api/api.ts';
import { AuditTrail } from './operations/auditTrail.ts';
import { createBudget } from './operations/createBudget.ts';
import { defineFunctions } from './pipeline/defineFunctions.ts';
import { HandlerFunction } from './pipeline/handlerFunction.ts';
import type { ImageAnalysisArgs, Settings } from './settings/imageAnalysisArgs.ts';
import { Network } from './network/network.ts';
import { createPipeline } from './pipeline/createPipeline.ts';
import { Portal } from './portal/portal.ts';
import { routes, type RouteHandler } from './api/routes.ts';
import { resolveSettings } from './settings/resolveSettings.ts';
import type { Stage } from './pipeline/stage.ts';
import { Storage } from './storage/storage.ts';
import { ScheduledFunction } from './pipeline/scheduledFunction.ts';
import { tagResources } from './operations/tagResources.ts';
import { Monitoring } from './operations/monitoring.ts';

/**
 * Event-driven analysis of images: uploads, a pipeline of stages over an event bus, jobs, a REST API and a portal.
 *
 * @example
 * const analysis = new ImageAnalysis('dicom', {
 *   oidcIssuer: 'https://login.example.org',
 *   oidcAudience: 'dicom-analyzer',
 *   oidcClientId: 'portal',
 *   allowedOrigins: ['https://portal.example.org'],
 * });
 * export const portalUrl = analysis.portalUrl;
 */
export class ImageAnalysis extends pulumi.ComponentResource {
  /** The stack's own page, without a slash at the end. */
  readonly portalUrl: pulumi.Output<string>;
  /** What the paths of the REST API are relative to. */
  readonly apiUrl: pulumi.Output<string>;
  readonly region: pulumi.Output<string>;
  readonly eventBusName: pulumi.Output<string>;
  readonly uploadsBucket: pulumi.Output<string>;
  readonly derivedBucket: pulumi.Output<string>;
  readonly jobsTable: pulumi.Output<string>;
  /** Every function's name in AWS, by its handler. */
  readonly functionNames: pulumi.Output<Record<string, string>>;
  /** The topic that every alarm reports to. */
  readonly alarmTopicArn: pulumi.Output<string>;

  /** @throws ConfigError when an argument cannot be, alone or beside the others. */
  constructor(name: string, args: ImageAnalysisArgs, opts?: pulumi.ComponentResourceOptions) {
    const settings = resolveSettings(name, args);
    super('dicom-analyzer:index:ImageAnalysis', name, {}, withTags(settings, opts));
    const store = new Storage(name, settings, { parent: this });
    const shared = this.shareAmongFunctions(name, store, settings);
    const functions = defineFunctions(store.resources, definePermissions(store.resources), settings);
    const stages = createPipeline(name, { ...store.resources, functions, settings, shared }, this);
    const sweep = new ScheduledFunction(`${name}-sweep`, { ...functions.sweep, ...shared }, { parent: this });
    const handlers = routes.handlers((handler) =>
      this.createHandler(name, handler, functions, shared, settings),
    );
    const api = this.createApi(name, handlers, store, settings);
    const portal = this.createPortal(name, api, store, settings);
    this.allowBrowsers(name, store, portal, settings);
    const monitoring = this.watch(name, { stages, handlers, sweep, api }, store, settings);
    this.audit(name, store, settings);

    this.portalUrl = portal.url;
    this.apiUrl = pulumi.interpolate`${portal.url}/${STAGE_NAME}`;
    this.region = pulumi.output(store.resources.region);
    this.eventBusName = store.resources.bus.name;
    this.uploadsBucket = store.resources.uploads.bucket;
    this.derivedBucket = store.resources.derived.bucket;
    this.jobsTable = store.resources.table.name;
    this.functionNames = namesOf({ ...handlers, ...handlersOf(stages), sweep: sweep.handler });
    this.alarmTopicArn = monitoring.topic.arn;
    this.registerOutputs({ portalUrl: this.portalUrl, apiUrl: this.apiUrl });
  }

  /** What all functions have in common. */
  private shareAmongFunctions(name: string, store: Storage, settings: Settings): SharedArgs {
    const { logRetentionDays, logLevel, transform, vpcId, subnetIds, endpointCidrs } = settings;
    const network =
      settings.network === 'none'
        ? undefined
        : new Network(
            `${name}-network`,
            {
              ...store.resources,
              accountId: store.accountId,
              buckets: [store.resources.uploads, store.resources.derived],
              queuePrefix: name,
              accessLogs: store.accessLogs,
              ...(settings.network === 'existing' ? { existing: { vpcId, subnetIds, endpointCidrs } } : {}),
            },
            { parent: this },
          );
    return {
      logsKey: store.keys.operations,
      logRetentionDays,
      logLevel,
      ...(network ? { vpcConfig: network.vpcConfig } : {}),
      ...(transform?.function ? { transform: { function: transform.function } } : {}),
    };
  }

  private createHandler(
    name: string,
    handler: RouteHandler,
    functions: ReturnType<typeof defineFunctions>,
    shared: SharedArgs,
    { apiReservedConcurrency: reserved }: Settings,
  ): HandlerFunction {
    return new HandlerFunction(
      `${name}-${handler}`,
      { ...functions[handler], ...shared, ...(reserved > 0 ? { reservedConcurrency: reserved } : {}) },
      { parent: this },
    );
  }

  private createApi(
    name: string,
    handlers: Record<RouteHandler, HandlerFunction>,
    store: Storage,
    settings: Settings,
  ): Api {
    return new Api(
      name,
      {
        routes: routes.table(handlers),
        issuer: settings.oidcIssuer,
        audience: settings.oidcAudience,
        allowedOrigins: settings.allowedOrigins,
        logsKey: store.keys.operations,
        logRetentionDays: settings.logRetentionDays,
        rateLimit: settings.apiRateLimit,
        burstLimit: settings.apiBurstLimit,
        ...(settings.transform?.api ? { transform: { api: settings.transform.api } } : {}),
      },
      { parent: this },
    );
  }

  private createPortal(
    name: string,
    api: Api,
    { resources: parts, accessLogs: logs, originSecret, accountId }: Storage,
    settings: Settings,
  ): Portal {
    const { oidcIssuer, oidcClientId, oidcAudience, oidcScope, transform } = settings;
    const { domainName, certificateArn, hostedZoneId } = settings;
    return new Portal(
      `${name}-portal`,
      {
        api,
        accessLogs: logs,
        signIn: { issuer: oidcIssuer, clientId: oidcClientId, audience: oidcAudience, scope: oidcScope },
        connectOrigins: [
          pulumi.output(oidcIssuer).apply((issuer) => new URL(issuer).origin),
          ...settings.oidcOrigins,
          ...[parts.uploads, parts.derived].map(
            (bucket) => pulumi.interpolate`https://${bucket.bucketRegionalDomainName}`,
          ),
        ],
        embeddingOrigins: settings.allowedOrigins,
        ...(settings.waf ? { waf: { accountId, logRetentionDays: settings.logRetentionDays } } : {}),
        ...(originSecret ? { originSecret: originSecret.value } : {}),
        ...(domainName ? { domain: { name: domainName, certificateArn, hostedZoneId } } : {}),
        ...(transform?.distribution ? { transform: { distribution: transform.distribution } } : {}),
      },
      { parent: this },
    );
  }

  /** Pages upload to one bucket and read from both: the portal's own, and those that embed the element. */
  private allowBrowsers(
    name: string,
    { resources: parts }: Storage,
    portal: Portal,
    { allowedOrigins }: Settings,
  ): void {
    const cors = (part: 'uploads' | 'derived', allowedMethods: string[]) =>
      new aws.s3.BucketCorsConfiguration(
        `${name}-${part}`,
        {
          bucket: parts[part].bucket,
          corsRules: [
            {
              allowedOrigins: [portal.url, ...allowedOrigins],
              allowedMethods,
              allowedHeaders: ['*'],
              exposeHeaders: ['etag', 'content-range', 'content-length', 'accept-ranges', 'x-amz-version-id'],
              maxAgeSeconds: 3600,
            },
          ],
        },
        { parent: this },
      );
    cors('uploads', ['GET', 'HEAD', 'POST']);
    cors('derived', ['GET', 'HEAD']);
  }

  private watch(
    name: string,
    watched: {
      stages: Record<string, Stage>;
      handlers: Record<RouteHandler, HandlerFunction>;
      sweep: ScheduledFunction;
      api: Api;
    },
    { keys, accountId, resources: parts }: Storage,
    { alarmEmail, budgetUsd, environment }: Settings,
  ): Monitoring {
    if (budgetUsd > 0) createBudget(name, { limit: budgetUsd, email: alarmEmail, environment }, this);
    return new Monitoring(
      `${name}-monitoring`,
      { ...watched, key: keys.operations, accountId, region: parts.region, email: alarmEmail },
      { parent: this },
    );
  }

  private audit(
    name: string,
    { keys, accessLogs: logs, accountId, resources: parts }: Storage,
    settings: Settings,
  ): void {
    if (settings.auditTrail)
      new AuditTrail(
        `${name}-audit`,
        {
          buckets: [parts.uploads, parts.derived],
          key: keys.operations,
          accessLogs: logs,
          accountId,
          retentionDays: settings.logRetentionDays,
          protect: settings.protect,
        },
        { parent: this },
      );
  }
}

type SharedArgs = Parameters<typeof createPipeline>[1]['shared'];

const withTags = (
  { environment, tags }: Settings,
  opts: pulumi.ComponentResourceOptions = {},
): pulumi.ComponentResourceOptions => ({
  ...opts,
  transformations: [
    ...(opts.transformations ?? []),
    tagResources({ project: 'dicom-analyzer', environment, stack: pulumi.getStack(), ...tags }),
  ],
});

const handlersOf = (stages: Record<string, Stage>): Record<string, HandlerFunction> =>
  Object.fromEntries(Object.entries(stages).map(([name, { handler }]) => [name, handler]));

const namesOf = (handlers: Record<string, HandlerFunction>): pulumi.Output<Record<string, string>> =>
  pulumi.output(
    Object.fromEntries(Object.entries(handlers).map(([name, handler]) => [name, handler.function.name])),
  );
