import * as z from 'zod';
import { AnalyzerName } from '../../contract/index.ts';

/** One argument of `ImageAnalysis`, and the configuration key of the same name. */
export interface Setting {
  schema: z.ZodType;
  /** Applies when the value is absent. A setting without a default is required. */
  default?: unknown;
  /** A noun phrase with the unit and the permitted values, for the documentation and for error messages. */
  description: string;
  example: unknown;
  /** Accepts an output of another resource. */
  input?: true;
  /** Is encrypted in the stack's file and omitted from error messages. */
  secret?: true;
}

const url = z.url({ protocol: /^https?$/ });
const origin = z.string().refine((value) => URL.canParse(value) && new URL(value).origin === value);
const text = z.string().min(1);
const days = z.int().min(1).max(3650);
const concurrency = z.int().min(2).max(1000);

/** The periods that CloudWatch Logs offers (API reference, PutRetentionPolicy). */
const LOG_RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

/**
 * Every setting. The type of the arguments, the `config` section of `Pulumi.yaml`, `docs/configuration.md` and the
 * error messages derive from this table.
 */
export const SETTINGS = {
  environment: {
    schema: z.enum(['dev', 'staging', 'prod']),
    default: 'dev',
    description:
      'the environment, dev, staging or prod; tags every resource, and prod rejects settings unfit for patient data',
    example: 'prod',
  },
  oidcIssuer: {
    schema: url,
    description: 'the URL of the OIDC issuer, which API Gateway must reach and which must sign with RSA keys',
    example: 'https://login.example.org',
    input: true,
  },
  oidcAudience: {
    schema: text,
    description: 'the required aud claim of a token, or its client_id where it has no aud',
    example: 'dicom-analyzer',
    input: true,
  },
  oidcClientId: {
    schema: text,
    description: 'the id of the public OIDC client that the portal signs in with',
    example: 'portal',
    input: true,
  },
  oidcScope: {
    schema: text,
    default: 'openid',
    description: 'the scopes that the portal requests, separated by spaces',
    example: 'openid profile',
  },
  oidcOrigins: {
    schema: z.array(origin),
    default: [],
    description: "further origins that the portal contacts to sign in, for example Cognito's domain",
    example: ['https://auth.example.org'],
  },
  tenantClaim: {
    schema: text,
    default: 'tenant',
    description: 'the name of the token claim that holds the tenant',
    example: 'tenant',
  },
  allowedOrigins: {
    schema: z.array(origin),
    default: [],
    description: 'the origins of pages that embed the element, without * or paths',
    example: ['https://portal.example.org'],
  },
  maxUploadBytes: {
    schema: z.int().min(1).max(5_368_709_120),
    default: 524_288_000,
    description: 'the largest upload in bytes, 1 to 5368709120',
    example: 524_288_000,
  },
  uploadExpiresSeconds: {
    schema: z.int().min(60).max(3600),
    default: 900,
    description: 'the seconds until an upload form expires, 60 to 3600',
    example: 900,
  },
  linkExpiresSeconds: {
    schema: z.int().min(10).max(3600),
    default: 300,
    description: 'the seconds until a link to an image expires, 10 to 3600',
    example: 300,
  },
  analyzers: {
    schema: z.array(z.literal('rekognition')).max(1),
    default: ['rekognition'],
    description: 'the built-in analyzers to run, rekognition or none',
    example: ['rekognition'],
  },
  externalAnalyzers: {
    schema: z.record(
      AnalyzerName.refine((name) => name !== 'rekognition'),
      z.string().regex(/^arn:aws[a-z-]*:iam::\d{12}:.+$/),
    ),
    default: {},
    description:
      'third-party analyzers, each name with the ARN of the IAM principal that publishes as dicom-analyzer.NAME',
    example: { sharpness: 'arn:aws:iam::123456789012:role/sharpness' },
  },
  maxAnalyzedFrames: {
    schema: z.int().min(1).max(100),
    default: 1,
    description: 'the number of frames to analyze in a multi-frame object, 1 to 100',
    example: 1,
  },
  frameSelection: {
    schema: z.enum(['representative', 'all', 'spread']),
    default: 'representative',
    description: 'the frames to analyze, representative, all or spread',
    example: 'spread',
  },
  minConfidence: {
    schema: z.number().min(0).max(100),
    default: 55,
    description: 'the minimum confidence of a label, 0 to 100',
    example: 55,
  },
  maxLabels: {
    schema: z.int().min(1).max(1000),
    default: 1000,
    description: 'the maximum number of labels of an image, 1 to 1000',
    example: 1000,
  },
  keepDetectedText: {
    schema: z.boolean(),
    default: false,
    description: 'true to store the words of detected text, which are patient data, or false',
    example: false,
  },
  decodeConcurrency: {
    schema: concurrency,
    default: 10,
    description: 'the number of images decoded at once, 2 to 1000',
    example: 10,
  },
  rekognitionConcurrency: {
    schema: concurrency,
    default: 5,
    description: "the number of images analyzed at once, 2 to 1000; choose it by Rekognition's quota",
    example: 5,
  },
  jobDeadlineSeconds: {
    schema: z.int().min(0),
    default: 0,
    description: 'the seconds after which an attempt fails, or 0 for slightly more than all retries take',
    example: 0,
  },
  retentionDays: {
    schema: days,
    default: 90,
    description: 'the days to keep images, results and jobs, 1 to 3650',
    example: 90,
  },
  logRetentionDays: {
    schema: z.int().refine((value) => LOG_RETENTION_DAYS.includes(value)),
    default: 30,
    description: `the days to keep logs, one of ${LOG_RETENTION_DAYS.join(', ')}; prod needs 365 or more`,
    example: 365,
  },
  archiveDays: {
    schema: days,
    default: 30,
    description: 'the days to keep events for replay, 1 to 3650',
    example: 30,
  },
  keyRotationDays: {
    schema: z.int().min(90).max(2560),
    default: 365,
    description: 'the days between rotations of the KMS keys, 90 to 2560',
    example: 365,
  },
  protect: {
    schema: z.boolean(),
    default: false,
    description: 'true to protect buckets, table, keys and secrets from deletion, or false',
    example: true,
  },
  tearDown: {
    schema: z.boolean(),
    default: false,
    description:
      'true to let pulumi destroy delete everything, images included: lifts protect and empties buckets, or false',
    example: true,
  },
  apiRateLimit: {
    schema: z.int().min(1),
    default: 50,
    description: 'the maximum API requests per second of all callers, 1 or more',
    example: 50,
  },
  apiBurstLimit: {
    schema: z.int().min(1),
    default: 100,
    description: 'the maximum burst of API requests above that rate, 1 or more',
    example: 100,
  },
  apiReservedConcurrency: {
    schema: z.int().min(0).max(1000),
    default: 0,
    description:
      'the reserved concurrency of each function behind the API, up to 1000, or 0 for none, which small accounts need',
    example: 20,
  },
  waf: {
    schema: z.boolean(),
    default: true,
    description: 'true for a web application firewall in front of the portal and the API, or false',
    example: true,
  },
  originSecret: {
    schema: z
      .string()
      .regex(/^[A-Za-z0-9]+$/)
      .min(32)
      .max(256),
    default: '',
    description:
      'the secret that CloudFront sends to the API, 32 to 256 random letters and digits; with it, the API rejects requests that bypass CloudFront',
    example: '7Qm2bX9eL4tR8vK1nW6zC3yH5uJ0pAsd',
    input: true,
    secret: true,
  },
  domainName: {
    schema: z.hostname(),
    default: '',
    description: "your own domain name for the portal and the API; CloudFront's own name by default",
    example: 'images.example.org',
  },
  certificateArn: {
    schema: z.string().regex(/^arn:aws[a-z-]*:acm:us-east-1:\d{12}:certificate\/.+$/),
    default: '',
    description: 'the ARN of the certificate for domainName, in us-east-1',
    example: 'arn:aws:acm:us-east-1:123456789012:certificate/0a1b2c3d',
  },
  hostedZoneId: {
    schema: z.string().regex(/^Z[A-Z0-9]+$/),
    default: '',
    description:
      'the id of the Route 53 hosted zone that gets the records of domainName; no records by default',
    example: 'Z0123456789ABCDEFGHIJ',
  },
  network: {
    schema: z.enum(['none', 'create', 'existing']),
    default: 'none',
    description:
      'the network of the functions, none, create (a VPC without internet access) or existing (vpcId and subnetIds)',
    example: 'create',
  },
  vpcId: {
    schema: z.string().regex(/^vpc-[0-9a-f]+$/),
    default: '',
    description: 'the id of the VPC to use if network is existing',
    example: 'vpc-0a1b2c3d4e5f60718',
  },
  subnetIds: {
    schema: z.array(z.string().regex(/^subnet-[0-9a-f]+$/)),
    default: [],
    description: 'the ids of private subnets in that VPC',
    example: ['subnet-0a1b2c3d4e5f60718'],
  },
  endpointCidrs: {
    schema: z.array(z.cidrv4()),
    default: [],
    description: "the CIDR blocks of that VPC's interface endpoints; the block of the VPC by default",
    example: ['10.20.0.0/16'],
  },
  auditTrail: {
    schema: z.boolean(),
    default: false,
    description:
      'true for a CloudTrail trail that records every read and write of an image, which landing zones often have already, or false',
    example: true,
  },
  alarmEmail: {
    schema: z.email(),
    default: '',
    description: 'the e-mail address that receives alarms and budget notices; none by default',
    example: 'imaging-operations@example.org',
  },
  budgetUsd: {
    schema: z.int().min(0),
    default: 0,
    description: 'the monthly budget in US dollars, or 0 for none',
    example: 500,
  },
  logLevel: {
    schema: z.enum(['DEBUG', 'INFO', 'WARN', 'ERROR']),
    default: 'INFO',
    description: 'the log level of the functions, DEBUG, INFO, WARN or ERROR',
    example: 'INFO',
  },
  tags: {
    schema: z.record(z.string().min(1).max(128), z.string().max(256)),
    default: {},
    description: 'tags for every resource, beside project, environment and stack',
    example: { team: 'imaging' },
  },
} as const satisfies Record<string, Setting>;

export type SettingName = keyof typeof SETTINGS;

/** The value of a setting after validation. */
export type SettingValue<Name extends SettingName> = z.output<(typeof SETTINGS)[Name]['schema']>;

/** The settings by name, typed alike. */
export const settingEntries = (): [SettingName, Setting][] =>
  Object.entries(SETTINGS) as [SettingName, Setting][];
