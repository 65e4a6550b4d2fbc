import * as pulumi from '@pulumi/pulumi';
import { Api, STAGE_NAME } from './api/api.ts';
import { definePermissions } from './identity/definePermissions.ts';
import { Network } from './network/network.ts';
import { AuditTrail } from './operations/auditTrail.ts';
import { createBudget } from './operations/createBudget.ts';
import { Monitoring } from './operations/monitoring.ts';
import { tagResources } from './operations/tagResources.ts';
import { createPipeline, type SharedFunctionArgs } from './pipeline/createPipeline.ts';
import { defineFunctions, type Functions, type FunctionSpec } from './pipeline/defineFunctions.ts';
import { HandlerFunction } from './pipeline/handlerFunction.ts';
import { ScheduledFunction } from './pipeline/scheduledFunction.ts';
import type { Stage } from './pipeline/stage.ts';
import { Portal } from './portal/portal.ts';
import type { ImageAnalysisArgs, Settings } from './settings/imageAnalysisArgs.ts';
import { resolveSettings } from './settings/resolveSettings.ts';
import { allowBrowserAccess } from './storage/allowBrowserAccess.ts';
import { Storage } from './storage/storage.ts';

/**
 * Analyzes images by events: uploads, a pipeline of stages on an event bus, jobs, a REST API and a portal.
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
  /** The URL of the portal, without a slash at the end. */
  readonly portalUrl: pulumi.Output<string>;
  /** The base URL of the REST API. */
  readonly apiUrl: pulumi.Output<string>;
  readonly region: pulumi.Output<string>;
  readonly eventBusName: pulumi.Output<string>;
  readonly uploadsBucket: pulumi.Output<string>;
  readonly derivedBucket: pulumi.Output<string>;
  readonly jobsTable: pulumi.Output<string>;
  /** The name of every function in AWS, by its handler. */
  readonly functionNames: pulumi.Output<Record<string, string>>;
  /** The log group of every function, by its handler: `/aws/lambda/` and the function's name. */
  readonly logGroupNames: pulumi.Output<Record<string, string>>;
  readonly logGroupArns: pulumi.Output<Record<string, string>>;
  /** The queue of every stage, by its handler. */
  readonly queueUrls: pulumi.Output<Record<string, string>>;
  readonly queueArns: pulumi.Output<Record<string, string>>;
  /** The dead-letter queue of every stage, by its handler. */
  readonly deadLetterQueueUrls: pulumi.Output<Record<string, string>>;
  readonly deadLetterQueueArns: pulumi.Output<Record<string, string>>;
  readonly eventBusArn: pulumi.Output<string>;
  /** The archive of the bus, the source of a replay. */
  readonly eventArchiveName: pulumi.Output<string>;
  readonly eventArchiveArn: pulumi.Output<string>;
  /** The keys `data` (images, results, rows and secrets) and `operations` (logs, alarms and the audit trail). */
  readonly keyArns: pulumi.Output<Record<string, string>>;
  readonly distributionId: pulumi.Output<string>;
  readonly distributionArn: pulumi.Output<string>;
  /** The topic that receives every alarm. */
  readonly alarmTopicArn: pulumi.Output<string>;

  /** @throws SettingsError if an argument is invalid, alone or beside the others. */
  constructor(name: string, args: ImageAnalysisArgs, opts?: pulumi.ComponentResourceOptions) {
    const settings = resolveSettings(name, args);
    super('dicom-analyzer:index:ImageAnalysis', name, {}, withTags(settings, opts));
    const storage = new Storage(name, settings, { parent: this });
    const network = this.createNetwork(name, storage, settings);
    const shared = shareFunctionArgs(storage, network, settings);
    const functions = defineFunctions(storage.resources, definePermissions(storage.resources), settings);
    const stages = createPipeline(name, { ...storage.resources, functions, settings, shared }, this);
    const sweep = new ScheduledFunction(
      `${name}-sweep`,
      { handler: 'sweep', ...functions.sweep, ...shared },
      { parent: this },
    );
    const routes = this.createRoutes(name, functions, shared, settings);
    const api = this.createApi(name, routes, storage, settings);
    const portal = this.createPortal(name, api, storage, settings);
    allowBrowserAccess(name, storage.resources, [portal.url, ...settings.allowedOrigins], this);
    const handlers = Object.fromEntries(routes.map(({ name, handler }) => [name, handler]));
    const monitoring = this.createMonitoring(name, { stages, handlers, sweep, api }, storage, settings);
    this.createBudget(name, settings);
    this.createAuditTrail(name, storage, settings);

    this.portalUrl = portal.url;
    this.apiUrl = pulumi.interpolate`${portal.url}/${STAGE_NAME}`;
    this.region = pulumi.output(storage.resources.region);
    this.eventBusName = storage.resources.bus.name;
    this.uploadsBucket = storage.resources.uploads.bucket;
    this.derivedBucket = storage.resources.derived.bucket;
    this.jobsTable = storage.resources.table.name;
    const all = { ...handlers, ...handlersOf(stages), sweep: sweep.handler };
    this.functionNames = outputsOf(all, ({ function: fn }) => fn.name);
    this.logGroupNames = outputsOf(all, ({ logGroup }) => logGroup.name);
    this.logGroupArns = outputsOf(all, ({ logGroup }) => logGroup.arn);
    this.queueUrls = outputsOf(stages, ({ queue }) => queue.url);
    this.queueArns = outputsOf(stages, ({ queue }) => queue.arn);
    this.deadLetterQueueUrls = outputsOf(stages, ({ dlq }) => dlq.url);
    this.deadLetterQueueArns = outputsOf(stages, ({ dlq }) => dlq.arn);
    this.eventBusArn = storage.resources.bus.arn;
    this.eventArchiveName = storage.archive.name;
    this.eventArchiveArn = storage.archive.arn;
    const { data, operations } = storage.keys;
    this.keyArns = outputsOf({ data, operations }, ({ arn }) => arn);
    this.distributionId = portal.distribution.id;
    this.distributionArn = portal.distribution.arn;
    this.alarmTopicArn = monitoring.topic.arn;
    this.registerOutputs({ portalUrl: this.portalUrl, apiUrl: this.apiUrl });
  }

  private createNetwork(name: string, storage: Storage, settings: Settings): Network | undefined {
    const { network, vpcId, subnetIds, endpointCidrs } = settings;
    if (network === 'none') return undefined;
    const { resources } = storage;
    return new Network(
      `${name}-network`,
      {
        ...resources,
        accountId: storage.accountId,
        buckets: [resources.uploads, resources.derived],
        queuePrefix: name,
        accessLogs: storage.accessLogs,
        ...(network === 'existing' ? { existing: { vpcId, subnetIds, endpointCidrs } } : {}),
      },
      { parent: this },
    );
  }

  /** Creates a function for each route. */
  private createRoutes(
    name: string,
    functions: Functions,
    shared: SharedFunctionArgs,
    { apiReservedConcurrency }: Settings,
  ): HandlerRoute[] {
    const reserved = apiReservedConcurrency > 0 ? { reservedConcurrency: apiReservedConcurrency } : {};
    return Object.entries<FunctionSpec>(functions).flatMap(
      ([handler, { route, isPublic = false, ...spec }]) =>
        route === undefined
          ? []
          : [
              {
                name: handler,
                key: route,
                isPublic,
                handler: new HandlerFunction(
                  `${name}-${handler}`,
                  { handler, ...spec, ...shared, ...reserved },
                  { parent: this },
                ),
              },
            ],
    );
  }

  private createApi(name: string, routes: HandlerRoute[], { keys }: Storage, settings: Settings): Api {
    return new Api(
      name,
      {
        routes,
        issuer: settings.oidcIssuer,
        audience: settings.oidcAudience,
        allowedOrigins: settings.allowedOrigins,
        logsKey: keys.operations,
        logRetentionDays: settings.logRetentionDays,
        rateLimit: settings.apiRateLimit,
        burstLimit: settings.apiBurstLimit,
        ...(settings.transform?.api ? { transform: { api: settings.transform.api } } : {}),
      },
      { parent: this },
    );
  }

  private createPortal(name: string, api: Api, storage: Storage, settings: Settings): Portal {
    const { oidcIssuer, oidcClientId, oidcAudience, oidcScope, transform } = settings;
    const { domainName, certificateArn, hostedZoneId, logRetentionDays } = settings;
    const { resources, accessLogs, originSecret, accountId } = storage;
    return new Portal(
      `${name}-portal`,
      {
        api,
        accessLogs,
        signIn: { issuer: oidcIssuer, clientId: oidcClientId, audience: oidcAudience, scope: oidcScope },
        connectOrigins: [
          pulumi.output(oidcIssuer).apply((issuer) => new URL(issuer).origin),
          ...settings.oidcOrigins,
          ...[resources.uploads, resources.derived].map(
            (bucket) => pulumi.interpolate`https://${bucket.bucketRegionalDomainName}`,
          ),
        ],
        embeddingOrigins: settings.allowedOrigins,
        forceDestroy: settings.tearDown,
        ...(settings.waf ? { waf: { accountId, logRetentionDays } } : {}),
        ...(originSecret ? { originSecret: originSecret.value } : {}),
        ...(domainName ? { domain: { name: domainName, certificateArn, hostedZoneId } } : {}),
        ...(transform?.distribution ? { transform: { distribution: transform.distribution } } : {}),
      },
      { parent: this },
    );
  }

  private createMonitoring(
    name: string,
    monitored: {
      stages: Record<string, Stage>;
      handlers: Record<string, HandlerFunction>;
      sweep: ScheduledFunction;
      api: Api;
    },
    { keys, accountId, resources }: Storage,
    { alarmEmail }: Settings,
  ): Monitoring {
    return new Monitoring(
      `${name}-monitoring`,
      { ...monitored, key: keys.operations, accountId, region: resources.region, email: alarmEmail },
      { parent: this },
    );
  }

  private createBudget(name: string, { budgetUsd, alarmEmail, environment }: Settings): void {
    if (budgetUsd > 0) createBudget(name, { limit: budgetUsd, email: alarmEmail, environment }, this);
  }

  private createAuditTrail(name: string, storage: Storage, settings: Settings): void {
    if (!settings.auditTrail) return;
    const { keys, accessLogs, accountId, resources } = storage;
    new AuditTrail(
      `${name}-audit`,
      {
        buckets: [resources.uploads, resources.derived],
        key: keys.operations,
        accessLogs,
        accountId,
        retentionDays: settings.logRetentionDays,
        protect: settings.protect,
        forceDestroy: settings.tearDown,
      },
      { parent: this },
    );
  }
}

/** A route of the API, with the name of its handler. */
interface HandlerRoute {
  name: string;
  key: string;
  isPublic: boolean;
  handler: HandlerFunction;
}

/** Returns the arguments that all functions have in common. */
const shareFunctionArgs = (
  { keys }: Storage,
  network: Network | undefined,
  { logRetentionDays, logLevel, transform }: Settings,
): SharedFunctionArgs => ({
  logsKey: keys.operations,
  logRetentionDays,
  logLevel,
  ...(network ? { vpcConfig: network.vpcConfig } : {}),
  transform: {
    ...(transform?.function ? { function: transform.function } : {}),
    ...(transform?.role ? { role: transform.role } : {}),
  },
});

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

/** Returns one output of each resource, by the resource's name. */
const outputsOf = <T>(
  resources: Record<string, T>,
  outputOf: (resource: T) => pulumi.Output<string>,
): pulumi.Output<Record<string, string>> =>
  pulumi.output(
    Object.fromEntries(Object.entries(resources).map(([name, resource]) => [name, outputOf(resource)])),
  );
