import type * as pulumi from '@pulumi/pulumi';
import type { Permissions, StorageResources } from '../identity/definePermissions.ts';
import { PIPELINE_TIMES } from '../settings/computeMinimumDeadline.ts';
import type { Settings } from '../settings/imageAnalysisArgs.ts';
import type { Statement } from '../identity/createPolicyDocument.ts';

/** The route, permissions, environment and size of a function. */
export interface FunctionSpec {
  /** Method and path of the API route that invokes the function. Stages and schedules invoke the others. */
  route?: string;
  /** Requires no token for the route. Default false. */
  isPublic?: boolean;
  statements: Statement[];
  environment: Record<string, pulumi.Input<string>>;
  timeout?: number;
  memorySize?: number;
}

export type Functions = ReturnType<typeof defineFunctions>;

/** The name of a file in `handlers/`, without extension. */
export type HandlerName = keyof Functions;

/** Defines every function by the name of its handler. */
export function defineFunctions(resources: StorageResources, permissions: Permissions, settings: Settings) {
  const table = { JOBS_TABLE: resources.table.name };
  const uploads = { UPLOADS_BUCKET: resources.uploads.bucket };
  const derived = { DERIVED_BUCKET: resources.derived.bucket };
  const bus = { EVENT_BUS_NAME: resources.bus.name };
  const origin: Record<string, pulumi.Input<string>> = resources.originSecret
    ? { ORIGIN_SECRET_ARN: resources.originSecret.arn }
    : {};
  const caller = { TENANT_CLAIM: settings.tenantClaim, ...origin };
  const analyzers = {
    ANALYZERS: [...settings.analyzers, ...Object.keys(settings.externalAnalyzers)].join(','),
  };
  const deadline = { JOB_DEADLINE_SECONDS: String(settings.jobDeadlineSeconds) };
  const retention = { JOB_RETENTION_DAYS: String(settings.retentionDays) };
  const readPictures = [
    ...permissions.readSource(),
    ...permissions.readDerived('renditions/*'),
    ...permissions.readOriginSecret(),
  ];
  const linkExpiry = { LINK_EXPIRES_SECONDS: String(settings.linkExpiresSeconds) };
  const maxUpload = { MAX_UPLOAD_BYTES: String(settings.maxUploadBytes) };
  return {
    createJobs: {
      route: 'POST /jobs',
      statements: [
        ...permissions.accessRows('GetItem', 'PutItem', 'UpdateItem'),
        ...permissions.presignUpload(),
        ...permissions.readOriginSecret(),
      ],
      environment: {
        ...table,
        ...uploads,
        ...caller,
        ...analyzers,
        ...maxUpload,
        ...deadline,
        ...retention,
        UPLOAD_EXPIRES_SECONDS: String(settings.uploadExpiresSeconds),
      },
    },
    getJob: {
      route: 'GET /jobs/{jobId}',
      statements: [
        ...permissions.accessRows('GetItem', 'UpdateItem'),
        ...permissions.readDerived('results/*'),
        ...permissions.detectMissingObjects(resources.derived),
        ...permissions.readOriginSecret(),
      ],
      environment: { ...table, ...derived, ...caller },
    },
    listJobs: {
      route: 'GET /jobs',
      statements: [...permissions.queryIndexes('byTenant', 'byBatch'), ...permissions.readOriginSecret()],
      environment: { ...table, ...caller },
    },
    links: {
      route: 'POST /jobs/{jobId}/links',
      statements: [...permissions.accessRows('GetItem'), ...readPictures],
      environment: { ...table, ...uploads, ...derived, ...caller, ...linkExpiry },
    },
    batchLinks: {
      route: 'POST /links',
      statements: [...permissions.accessRows('BatchGetItem'), ...readPictures],
      environment: { ...table, ...uploads, ...derived, ...caller, ...linkExpiry },
    },
    deleteJob: {
      route: 'DELETE /jobs/{jobId}',
      statements: [
        ...permissions.accessRows('GetItem', 'PutItem'),
        ...permissions.publishEvents(),
        ...permissions.readOriginSecret(),
      ],
      environment: { ...table, ...uploads, ...bus, ...caller },
    },
    retryJob: {
      route: 'POST /jobs/{jobId}/retry',
      statements: [
        ...permissions.accessRows('GetItem', 'UpdateItem'),
        ...permissions.readDerived('results/*'),
        ...permissions.detectMissingObjects(resources.derived),
        ...permissions.publishEvents(),
        ...permissions.readOriginSecret(),
      ],
      environment: { ...table, ...uploads, ...derived, ...bus, ...caller, ...deadline, ...analyzers },
    },
    openapi: {
      route: 'GET /openapi.json',
      isPublic: true,
      statements: permissions.readOriginSecret(),
      environment: origin,
    },
    decode: {
      statements: [
        ...permissions.accessRows('GetItem', 'PutItem', 'UpdateItem'),
        ...permissions.readSource(),
        ...permissions.detectMissingObjects(resources.uploads),
        ...permissions.removeSourceVersions(),
        ...permissions.writeDerived('renditions/*'),
        ...permissions.removeDerived('renditions/*'),
        ...permissions.readSeriesSecret(),
        ...permissions.publishEvents(),
      ],
      environment: {
        ...table,
        ...uploads,
        ...derived,
        ...bus,
        ...analyzers,
        ...maxUpload,
        ...deadline,
        ...retention,
        MAX_ANALYZED_FRAMES: String(settings.maxAnalyzedFrames),
        FRAME_SELECTION: settings.frameSelection,
        SERIES_SECRET_ARN: resources.seriesSecret.arn,
      },
      timeout: PIPELINE_TIMES.decodeTimeout,
      memorySize: 3008,
    },
    analyze: {
      statements: [
        ...permissions.accessRows('GetItem', 'PutItem', 'DeleteItem'),
        ...permissions.readDerived('renditions/*', 'results/rekognition/*'),
        ...permissions.detectMissingObjects(resources.derived),
        ...permissions.writeDerived('results/rekognition/*'),
        ...permissions.removeDerived('results/rekognition/*'),
        ...permissions.detectLabelsAndText(),
        ...permissions.publishEvents(),
      ],
      environment: {
        ...table,
        ...derived,
        ...bus,
        MIN_CONFIDENCE: String(settings.minConfidence),
        MAX_LABELS: String(settings.maxLabels),
        KEEP_DETECTED_TEXT: String(settings.keepDetectedText),
      },
      timeout: PIPELINE_TIMES.analyzeTimeout,
    },
    record: {
      statements: [
        ...permissions.accessRows('GetItem', 'UpdateItem'),
        ...permissions.readDerived('results/*'),
        ...permissions.detectMissingObjects(resources.derived),
        ...permissions.publishEvents(),
      ],
      environment: { ...table, ...derived, ...bus },
      timeout: PIPELINE_TIMES.recordTimeout,
    },
    erase: {
      statements: [
        ...permissions.accessRows('GetItem'),
        ...permissions.removeSourceVersions(),
        ...permissions.removeDerived('renditions/*', 'results/*'),
      ],
      environment: { ...table, ...uploads, ...derived },
      timeout: PIPELINE_TIMES.recordTimeout,
    },
    sweep: {
      statements: [
        ...permissions.accessRows('GetItem', 'UpdateItem'),
        ...permissions.queryIndexes('due'),
        ...permissions.publishEvents(),
      ],
      environment: { ...table, ...uploads, ...bus },
      timeout: 120,
    },
  } satisfies Record<string, FunctionSpec>;
}
