import type * as pulumi from '@pulumi/pulumi';
import type { Permissions, StorageResources } from '../identity/definePermissions.ts';
import { PIPELINE_TIMES } from '../settings/computeMinimumDeadline.ts';
import type { Settings } from '../settings/imageAnalysisArgs.ts';
import type { Statement } from '../identity/createPolicyDocument.ts';

/** What tells one function from another: what it may do, what it reads from its environment, and its size. */
export interface FunctionSpec {
  handler: string;
  statements: Statement[];
  environment: Record<string, pulumi.Input<string>>;
  timeout?: number;
  memorySize?: number;
}

export type HandlerName =
  | 'createJobs'
  | 'getJob'
  | 'listJobs'
  | 'links'
  | 'deleteJob'
  | 'retryJob'
  | 'openapi'
  | 'decode'
  | 'analyze'
  | 'record'
  | 'erase'
  | 'sweep';

/** Every function: a row each. What a handler needs and does not find here fails by name, here or on AWS. */
export function defineFunctions(
  parts: StorageResources,
  may: Permissions,
  settings: Settings,
): Record<HandlerName, FunctionSpec> {
  const table = { JOBS_TABLE: parts.table.name };
  const uploads = { UPLOADS_BUCKET: parts.uploads.bucket };
  const derived = { DERIVED_BUCKET: parts.derived.bucket };
  const bus = { EVENT_BUS_NAME: parts.bus.name };
  const front: Record<string, pulumi.Input<string>> = parts.originSecret
    ? { ORIGIN_SECRET_ARN: parts.originSecret.arn }
    : {};
  const caller = { TENANT_CLAIM: settings.tenantClaim, ...front };
  const analyzers = {
    ANALYZERS: [...settings.analyzers, ...Object.keys(settings.externalAnalyzers)].join(','),
  };
  const deadline = { JOB_DEADLINE_SECONDS: String(settings.jobDeadlineSeconds) };
  const retention = { JOB_RETENTION_DAYS: String(settings.retentionDays) };
  const maxUpload = { MAX_UPLOAD_BYTES: String(settings.maxUploadBytes) };
  return {
    createJobs: {
      handler: 'createJobs',
      statements: [
        ...may.rows('GetItem', 'PutItem', 'UpdateItem'),
        ...may.presignUpload(),
        ...may.readOriginSecret(),
      ],
      environment: {
        ...table,
        ...uploads,
        ...caller,
        ...maxUpload,
        ...deadline,
        ...retention,
        UPLOAD_EXPIRES_SECONDS: String(settings.uploadExpiresSeconds),
      },
    },
    getJob: {
      handler: 'getJob',
      statements: [...may.rows('GetItem'), ...may.readDerived('results/*'), ...may.readOriginSecret()],
      environment: { ...table, ...derived, ...caller },
    },
    listJobs: {
      handler: 'listJobs',
      statements: [...may.query('byTenant', 'byBatch'), ...may.readOriginSecret()],
      environment: { ...table, ...caller },
    },
    links: {
      handler: 'links',
      statements: [
        ...may.rows('GetItem'),
        ...may.readSource(),
        ...may.readDerived('renditions/*'),
        ...may.readOriginSecret(),
      ],
      environment: {
        ...table,
        ...uploads,
        ...derived,
        ...caller,
        LINK_EXPIRES_SECONDS: String(settings.linkExpiresSeconds),
      },
    },
    deleteJob: {
      handler: 'deleteJob',
      statements: [...may.rows('GetItem', 'PutItem'), ...may.publish(), ...may.readOriginSecret()],
      environment: { ...table, ...uploads, ...bus, ...caller },
    },
    retryJob: {
      handler: 'retryJob',
      statements: [...may.rows('GetItem', 'UpdateItem'), ...may.publish(), ...may.readOriginSecret()],
      environment: { ...table, ...uploads, ...bus, ...caller, ...deadline },
    },
    openapi: { handler: 'openapi', statements: may.readOriginSecret(), environment: front },
    decode: {
      handler: 'decode',
      statements: [
        ...may.rows('GetItem', 'PutItem', 'UpdateItem'),
        ...may.readSource(),
        ...may.seeWhatIsGone(parts.uploads),
        ...may.removeSourceVersions(),
        ...may.writeDerived('renditions/*'),
        ...may.removeDerived('renditions/*'),
        ...may.readSecret(),
        ...may.publish(),
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
        SERIES_SECRET_ARN: parts.secret.arn,
      },
      timeout: PIPELINE_TIMES.decodeTimeout,
      memorySize: 3008,
    },
    analyze: {
      handler: 'analyze',
      statements: [
        ...may.rows('GetItem', 'UpdateItem'),
        ...may.readDerived('renditions/*', 'results/rekognition/*'),
        ...may.seeWhatIsGone(parts.derived),
        ...may.writeDerived('results/rekognition/*'),
        ...may.removeDerived('results/rekognition/*'),
        ...may.detect(),
        ...may.publish(),
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
      handler: 'record',
      statements: [...may.rows('GetItem', 'UpdateItem'), ...may.publish()],
      environment: { ...table, ...derived, ...bus },
      timeout: PIPELINE_TIMES.recordTimeout,
    },
    erase: {
      handler: 'erase',
      statements: [
        ...may.rows('GetItem'),
        ...may.removeSourceVersions(),
        ...may.removeDerived('renditions/*', 'results/*'),
      ],
      environment: { ...table, ...uploads, ...derived },
      timeout: PIPELINE_TIMES.recordTimeout,
    },
    sweep: {
      handler: 'sweep',
      statements: [...may.rows('GetItem', 'UpdateItem'), ...may.query('due'), ...may.publish()],
      environment: { ...table, ...uploads, ...bus },
      timeout: 120,
    },
  };
}
