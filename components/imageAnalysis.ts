import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { access, type Parts } from './access.ts';
import { AccessLogs } from './accessLogs.ts';
import { Api, STAGE_NAME } from './api.ts';
import { shortestDeadline } from './deadline.ts';
import { EventBus } from './eventBus.ts';
import { functionTable, type FunctionSpec, type HandlerName } from './functionTable.ts';
import { HandlerFunction } from './handlerFunction.ts';
import { DEFAULTS, type ImageAnalysisArgs, type Settings } from './imageAnalysisArgs.ts';
import { JobsTable } from './jobsTable.ts';
import { Keys } from './keys.ts';
import { pipeline } from './pipeline.ts';
import { Portal } from './portal.ts';
import { PrivateBucket } from './privateBucket.ts';
import { SeriesSecret } from './seriesSecret.ts';
import { Sweep } from './sweep.ts';
import type { Stage } from './stage.ts';
import { tagged } from './tagged.ts';

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

  constructor(name: string, args: ImageAnalysisArgs, opts?: pulumi.ComponentResourceOptions) {
    const settings = withDefaults(args);
    super(
      'dicom-analyzer:index:ImageAnalysis',
      name,
      {},
      {
        ...opts,
        transformations: [...(opts?.transformations ?? []), tagged(stackTags(settings))],
      },
    );
    const store = this.createStore(name, settings);
    const functions = functionTable(store.parts, access(store.parts), settings);
    const stages = pipeline(name, { ...store.parts, functions, settings, logsKey: store.keys.logs }, this);
    const handlers = this.createHandlers(name, functions, settings, store.keys);
    const sweep = new Sweep(
      `${name}-sweep`,
      { ...functions.sweep, ...shared(settings, store.keys) },
      { parent: this },
    );
    const api = this.createApi(name, handlers, settings, store.keys);
    const portal = this.createPortal(name, api, store, settings);
    this.allowBrowsers(name, store, portal, settings);

    this.portalUrl = portal.url;
    this.apiUrl = pulumi.interpolate`${portal.url}/${STAGE_NAME}`;
    this.region = pulumi.output(store.parts.region);
    this.eventBusName = store.parts.bus.name;
    this.uploadsBucket = store.parts.uploads.bucket;
    this.derivedBucket = store.parts.derived.bucket;
    this.jobsTable = store.parts.table.name;
    this.functionNames = functionNames({ ...handlers, sweep: sweep.handler }, stages);
    this.registerOutputs({ portalUrl: this.portalUrl, apiUrl: this.apiUrl });
  }

  /** Everything that keeps state. */
  private createStore(name: string, { protect, retentionDays, archiveDays, ...settings }: Settings): Store {
    const parent = { parent: this };
    const accountId = aws.getCallerIdentityOutput({}, parent).accountId;
    const region = aws.getRegionOutput({}, parent).region;
    const { transform } = settings;
    const keys = new Keys(name, { accountId, region, protect }, parent);
    const logs = new AccessLogs(`${name}-logs`, { accountId, protect }, parent).bucket;
    const bucket = (part: string, eventBridge: boolean): PrivateBucket => {
      const made = new PrivateBucket(
        `${name}-${part}`,
        {
          key: keys.data,
          accessLogs: logs,
          retentionDays,
          eventBridge,
          protect,
          ...(transform?.bucket ? { transform: { bucket: transform.bucket } } : {}),
        },
        parent,
      );
      made.attachPolicy(`${name}-${part}`);
      return made;
    };
    const parts: Parts = {
      uploads: bucket('uploads', true).bucket,
      derived: bucket('derived', false).bucket,
      table: new JobsTable(
        `${name}-jobs`,
        { key: keys.data, protect, ...(transform?.table ? { transform: { table: transform.table } } : {}) },
        parent,
      ).table,
      bus: new EventBus(name, { externalAnalyzers: settings.externalAnalyzers, archiveDays }, parent).bus,
      secret: new SeriesSecret(`${name}-series`, { key: keys.data, protect }, parent).secret,
      dataKey: keys.data,
      region,
    };
    return { keys, logs, parts };
  }

  private createHandlers(
    name: string,
    functions: Record<HandlerName, FunctionSpec>,
    settings: Settings,
    keys: Keys,
  ): Record<RouteHandler, HandlerFunction> {
    const create = (handler: RouteHandler): HandlerFunction =>
      new HandlerFunction(
        `${name}-${handler}`,
        { ...functions[handler], ...shared(settings, keys) },
        { parent: this },
      );
    return {
      createJobs: create('createJobs'),
      listJobs: create('listJobs'),
      getJob: create('getJob'),
      links: create('links'),
      retryJob: create('retryJob'),
      deleteJob: create('deleteJob'),
      openapi: create('openapi'),
    };
  }

  private createApi(
    name: string,
    handlers: Record<RouteHandler, HandlerFunction>,
    settings: Settings,
    keys: Keys,
  ): Api {
    return new Api(
      name,
      {
        routes: [
          { key: 'POST /jobs', handler: handlers.createJobs },
          { key: 'GET /jobs', handler: handlers.listJobs },
          { key: 'GET /jobs/{jobId}', handler: handlers.getJob },
          { key: 'DELETE /jobs/{jobId}', handler: handlers.deleteJob },
          { key: 'POST /jobs/{jobId}/links', handler: handlers.links },
          { key: 'POST /jobs/{jobId}/retry', handler: handlers.retryJob },
          { key: 'GET /openapi.json', handler: handlers.openapi, open: true },
        ],
        issuer: settings.oidcIssuer,
        audience: settings.oidcAudience,
        allowedOrigins: settings.allowedOrigins,
        logsKey: keys.logs,
        logRetentionDays: settings.logRetentionDays,
        rateLimit: settings.apiRateLimit,
        burstLimit: settings.apiBurstLimit,
        ...(settings.transform?.api ? { transform: { api: settings.transform.api } } : {}),
      },
      { parent: this },
    );
  }

  private createPortal(name: string, api: Api, { parts, logs }: Store, settings: Settings): Portal {
    const { distribution } = settings.transform ?? {};
    return new Portal(
      `${name}-portal`,
      {
        api,
        accessLogs: logs,
        signIn: {
          issuer: settings.oidcIssuer,
          clientId: settings.oidcClientId,
          audience: settings.oidcAudience,
          scope: settings.oidcScope,
        },
        connectOrigins: [
          pulumi.output(settings.oidcIssuer).apply((issuer) => new URL(issuer).origin),
          ...settings.oidcOrigins,
          ...[parts.uploads, parts.derived].map(
            (bucket) => pulumi.interpolate`https://${bucket.bucketRegionalDomainName}`,
          ),
        ],
        ...(distribution ? { transform: { distribution } } : {}),
      },
      { parent: this },
    );
  }

  /** Pages upload to one bucket and read from both: the portal's own, and those that embed the element. */
  private allowBrowsers(name: string, { parts }: Store, portal: Portal, { allowedOrigins }: Settings): void {
    const rule = (allowedMethods: string[]): aws.types.input.s3.BucketCorsConfigurationCorsRule => ({
      allowedOrigins: [portal.url, ...allowedOrigins],
      allowedMethods,
      allowedHeaders: ['*'],
      exposeHeaders: ['etag', 'content-range', 'content-length', 'accept-ranges', 'x-amz-version-id'],
      maxAgeSeconds: 3600,
    });
    const cors = (part: string, bucket: aws.s3.Bucket, methods: string[]) =>
      new aws.s3.BucketCorsConfiguration(
        `${name}-${part}`,
        { bucket: bucket.bucket, corsRules: [rule(methods)] },
        { parent: this },
      );
    cors('uploads', parts.uploads, ['GET', 'HEAD', 'POST']);
    cors('derived', parts.derived, ['GET', 'HEAD']);
  }
}

type RouteHandler = Extract<
  HandlerName,
  'createJobs' | 'listJobs' | 'getJob' | 'links' | 'retryJob' | 'deleteJob' | 'openapi'
>;

interface Store {
  keys: Keys;
  logs: aws.s3.Bucket;
  parts: Parts;
}

function withDefaults(args: ImageAnalysisArgs): Settings {
  const settings = { ...DEFAULTS, ...args };
  const shortest = shortestDeadline(settings.uploadExpiresSeconds);
  if (settings.jobDeadlineSeconds === 0) return { ...settings, jobDeadlineSeconds: shortest + 600 };
  if (settings.jobDeadlineSeconds <= shortest)
    throw new Error(
      `jobDeadlineSeconds is ${settings.jobDeadlineSeconds}, but all retries added up take ${shortest}: ` +
        'give more, or 0 to have it computed.',
    );
  return settings;
}

/** What all functions have in common. */
const shared = (settings: Settings, keys: Keys) => ({
  logsKey: keys.logs,
  logRetentionDays: settings.logRetentionDays,
  logLevel: settings.logLevel,
  ...(settings.transform?.function ? { transform: { function: settings.transform.function } } : {}),
});

const stackTags = ({ environment, tags }: Settings): Record<string, string> => ({
  project: 'dicom-analyzer',
  environment,
  stack: pulumi.getStack(),
  ...tags,
});

const functionNames = (
  handlers: Record<string, HandlerFunction>,
  stages: Record<string, Stage>,
): pulumi.Output<Record<string, string>> =>
  pulumi.output(
    Object.fromEntries(
      [
        ...Object.entries(handlers),
        ...Object.entries(stages).map(([name, stage]) => [name, stage.handler] as const),
      ].map(([name, handler]) => [name, handler.function.name]),
    ),
  );
