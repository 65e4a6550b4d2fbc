import * as z from 'zod';
import { AnalyzerName } from '../../contract/index.ts';
import type { ImageAnalysisArgs } from './imageAnalysisArgs.ts';

/** One configuration key: its schema, what it must be in words, and an example as `pulumi config set` takes it. */
export interface ConfigKey {
  schema: z.ZodType;
  expected: string;
  example: string;
  /** Encrypted in the stack's file, and never shown. Default false. */
  secret?: boolean;
}

const key = (schema: z.ZodType, expected: string, example: string): ConfigKey => ({
  schema,
  expected,
  example,
});
const url = z.url({ protocol: /^https?$/ });
const origin = z.string().refine((value) => URL.canParse(value) && new URL(value).origin === value);
const text = z.string().min(1);
const days = z.int().min(1).max(3650);
const concurrency = z.int().min(2).max(1000);
const switches = z.boolean();
/** What CloudWatch Logs offers (API reference, PutRetentionPolicy). */
const LOG_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

const PRINCIPAL_ARN = /^arn:aws[a-z-]*:iam::\d{12}:.+$/;

/** Pulumi.yaml knows no maps: a list of `name=value` stands for one. */
const pairs = (name: z.ZodString, value: z.ZodString) =>
  z
    .array(z.string().includes('='))
    .transform((list) =>
      Object.fromEntries(
        list.map((pair) => {
          const end = pair.indexOf('=');
          return [pair.slice(0, end), pair.slice(end + 1)];
        }),
      ),
    )
    .pipe(z.record(name, value));

/** Every key of the configuration; `Pulumi.yaml` declares the same, and a test compares the two. */
export const CONFIG_KEYS: Record<Exclude<keyof ImageAnalysisArgs, 'transform'>, ConfigKey> = {
  environment: key(z.enum(['dev', 'staging', 'prod']), 'dev, staging or prod', 'prod'),
  oidcIssuer: key(url, "the OIDC issuer's URL", 'https://login.example.org'),
  oidcAudience: key(text, "what a token's aud must be", 'dicom-analyzer'),
  oidcClientId: key(text, "the id of the portal's public OIDC client", 'portal'),
  oidcScope: key(text, 'OIDC scopes, separated by spaces', 'openid profile'),
  oidcOrigins: key(z.array(origin), 'a list of origins', '["https://auth.example.org"]'),
  tenantClaim: key(text, 'the name of a claim', 'tenant'),
  allowedOrigins: key(
    z.array(origin),
    'a list of origins, without * or paths',
    '["https://portal.example.org"]',
  ),
  maxUploadBytes: key(z.int().min(1).max(5_368_709_120), 'bytes, 1 to 5368709120', '524288000'),
  uploadExpiresSeconds: key(z.int().min(60).max(3600), 'seconds, 60 to 3600', '900'),
  linkExpiresSeconds: key(z.int().min(10).max(3600), 'seconds, 10 to 3600', '300'),
  analyzers: key(z.array(z.literal('rekognition')).max(1), '["rekognition"] or []', '["rekognition"]'),
  externalAnalyzers: key(
    pairs(
      AnalyzerName.refine((name) => name !== 'rekognition'),
      z.string().regex(PRINCIPAL_ARN),
    ),
    "a list of name=ARN: an analyzer's name and the principal that publishes for it",
    '["sharpness=arn:aws:iam::123456789012:role/sharpness"]',
  ),
  maxAnalyzedFrames: key(z.int().min(1).max(100), 'frames, 1 to 100', '1'),
  frameSelection: key(z.enum(['representative', 'all', 'spread']), 'representative, all or spread', 'spread'),
  minConfidence: key(z.number().min(0).max(100), 'a number from 0 to 100', '55'),
  maxLabels: key(z.int().min(1).max(1000), 'labels, 1 to 1000', '1000'),
  keepDetectedText: key(switches, 'true or false', 'false'),
  decodeConcurrency: key(concurrency, 'runs at once, 2 to 1000', '10'),
  rekognitionConcurrency: key(concurrency, 'runs at once, 2 to 1000', '5'),
  jobDeadlineSeconds: key(z.int().min(0), 'seconds, or 0 to have it computed', '0'),
  retentionDays: key(days, 'days, 1 to 3650', '90'),
  logRetentionDays: key(
    z.int().refine((value) => LOG_DAYS.includes(value)),
    `days, one of ${LOG_DAYS.join(', ')}`,
    '365',
  ),
  archiveDays: key(days, 'days, 1 to 3650', '30'),
  keyRotationDays: key(z.int().min(90).max(2560), 'days, 90 to 2560', '365'),
  protect: key(switches, 'true or false', 'true'),
  apiRateLimit: key(z.int().min(1), 'requests a second, 1 or more', '50'),
  apiBurstLimit: key(z.int().min(1), 'requests at once, 1 or more', '100'),
  apiReservedConcurrency: key(z.int().min(0).max(1000), 'runs of each function, or 0 for none', '20'),
  waf: key(switches, 'true or false', 'true'),
  originSecret: {
    ...key(
      z
        .string()
        .regex(/^[A-Za-z0-9]+$/)
        .min(32)
        .max(256),
      'letters and digits, 32 to 256 of them, at random',
      '7Qm2bX9eL4tR8vK1nW6zC3yH5uJ0pAsd',
    ),
    secret: true,
  },
  domainName: key(z.hostname(), 'a host name', 'images.example.org'),
  certificateArn: key(
    z.string().regex(/^arn:aws[a-z-]*:acm:us-east-1:\d{12}:certificate\/.+$/),
    'the ARN of a certificate in us-east-1',
    'arn:aws:acm:us-east-1:123456789012:certificate/0a1b2c3d',
  ),
  hostedZoneId: key(
    z.string().regex(/^Z[A-Z0-9]+$/),
    'the id of a Route 53 hosted zone',
    'Z0123456789ABCDEFGHIJ',
  ),
  network: key(z.enum(['none', 'create', 'existing']), 'none, create or existing', 'create'),
  vpcId: key(z.string().regex(/^vpc-[0-9a-f]+$/), 'the id of a VPC', 'vpc-0a1b2c3d4e5f60718'),
  subnetIds: key(
    z.array(z.string().regex(/^subnet-[0-9a-f]+$/)),
    'a list of subnet ids',
    '["subnet-0a1b2c3d4e5f60718"]',
  ),
  endpointCidrs: key(z.array(z.cidrv4()), 'a list of blocks of addresses', '["10.20.0.0/16"]'),
  auditTrail: key(switches, 'true or false', 'true'),
  alarmEmail: key(z.email(), 'an e-mail address', 'imaging-operations@example.org'),
  budgetUsd: key(z.int().min(0), 'dollars a month, or 0 for no budget', '500'),
  logLevel: key(z.enum(['DEBUG', 'INFO', 'WARN', 'ERROR']), 'DEBUG, INFO, WARN or ERROR', 'INFO'),
  tags: key(
    pairs(z.string().min(1).max(128), z.string().max(256)),
    'a list of name=value',
    '["team=imaging"]',
  ),
};
