import type * as aws from '@pulumi/aws';
import type * as pulumi from '@pulumi/pulumi';
import type { Transform } from '../transform.ts';

/** What a platform team decides; everything but the identity provider has a default. */
export interface ImageAnalysisArgs {
  /** The OIDC issuer's URL; API Gateway must reach its keys, which must be RSA. */
  oidcIssuer: pulumi.Input<string>;
  /** What a token's `aud` (or `client_id`, where there is none) must be. */
  oidcAudience: pulumi.Input<string>;
  /** The public client with which the portal signs in. */
  oidcClientId: pulumi.Input<string>;
  /** Scopes that the portal asks for. Default `openid`. */
  oidcScope?: string;
  /** Other origins that the portal needs to sign in, as Cognito's domain. Default none. */
  oidcOrigins?: string[];
  /** The claim that names the tenant. Default `tenant`. */
  tenantClaim?: string;
  /** `dev`, `staging` or `prod`; a tag, and what prod refuses is refused. Default `dev`. */
  environment?: 'dev' | 'staging' | 'prod';
  /** Origins of pages that embed the element, as `https://portal.example.org`. Default none. */
  allowedOrigins?: string[];
  /** Bytes, at most 5 GiB. Default 524288000. */
  maxUploadBytes?: number;
  /** Seconds for which an upload may begin. Default 900. */
  uploadExpiresSeconds?: number;
  /** Seconds for which a link to an image works. Default 300. */
  linkExpiresSeconds?: number;
  /** Analyzers of ours: `rekognition` or none. Default `["rekognition"]`. */
  analyzers?: string[];
  /** Analyzers of somebody else's: name to the ARN of the principal that publishes as `dicom-analyzer.{name}`. Default none. */
  externalAnalyzers?: Record<string, string>;
  /** Frames of a multi-frame object to analyse. Default 1. */
  maxAnalyzedFrames?: number;
  /** Which frames. Default `representative`. */
  frameSelection?: 'representative' | 'all' | 'spread';
  /** Labels below this confidence, 0 to 100, are not asked for. Default 55. */
  minConfidence?: number;
  /** Labels asked for, 1 to 1000. Default 1000. */
  maxLabels?: number;
  /** Keep the words of detected text: they are patients' data. Default false. */
  keepDetectedText?: boolean;
  /** Images decoded at once, 2 to 1000. Default 10. */
  decodeConcurrency?: number;
  /** Images analysed at once, 2 to 1000; set it from Rekognition's quota. Default 5. */
  rekognitionConcurrency?: number;
  /** Seconds after which an attempt is given up. Default: just over all retries added up. */
  jobDeadlineSeconds?: number;
  /** Days for which images, results and jobs are kept. Default 90. */
  retentionDays?: number;
  /** Days for which logs are kept. Default 30; prod needs 365. */
  logRetentionDays?: number;
  /** Days for which events can be replayed. Default 30. */
  archiveDays?: number;
  /** Days after which the keys' material is renewed, 90 to 2560. Default 365. */
  keyRotationDays?: number;
  /** Refuse to destroy buckets, table, keys and secret. Default false. */
  protect?: boolean;
  /** API requests a second, over all callers. Default 50. */
  apiRateLimit?: number;
  /** API requests at once above that. Default 100. */
  apiBurstLimit?: number;
  /** Reserved concurrency of each function behind the API; 0 reserves none, as small accounts must. Default 0. */
  apiReservedConcurrency?: number;
  /** A web application firewall before portal and API. Default true. */
  waf?: boolean;
  /** What CloudFront shows the API, at least 32 characters; with it, the API refuses whoever comes around. Default none. */
  originSecret?: pulumi.Input<string>;
  /** A domain of your own for portal and API. Default none: CloudFront's. */
  domainName?: string;
  /** The certificate for it, in us-east-1. */
  certificateArn?: string;
  /** The Route 53 zone to put the name in. Default none: you put it there. */
  hostedZoneId?: string;
  /** `none`, `create` (a VPC without internet) or `existing` (`vpcId` and `subnetIds`). Default `none`. */
  network?: 'none' | 'create' | 'existing';
  /** The VPC to use. */
  vpcId?: string;
  /** Its private subnets. */
  subnetIds?: string[];
  /** Where its interface endpoints are, as `10.20.0.0/16`. Default: in the VPC's own block. */
  endpointCidrs?: string[];
  /** A CloudTrail trail with every read and write of an image; landing zones often own one. Default false. */
  auditTrail?: boolean;
  /** Who gets alarms and budget by mail. Default nobody. */
  alarmEmail?: string;
  /** A budget in dollars a month; 0 makes none. Default 0. */
  budgetUsd?: number;
  /** `DEBUG`, `INFO`, `WARN` or `ERROR`. Default `INFO`. */
  logLevel?: string;
  /** Tags on every resource, beside `project`, `environment` and `stack`. Default none. */
  tags?: Record<string, string>;
  /** Escape hatches to the arguments of the children. */
  transform?: {
    bucket?: Transform<aws.s3.BucketArgs>;
    table?: Transform<aws.dynamodb.TableArgs>;
    function?: Transform<aws.lambda.FunctionArgs>;
    queue?: Transform<aws.sqs.QueueArgs>;
    api?: Transform<aws.apigatewayv2.ApiArgs>;
    distribution?: Transform<aws.cloudfront.DistributionArgs>;
  };
}

/** The arguments with every default filled in. */
export type Settings = Required<Omit<ImageAnalysisArgs, 'transform'>> & Pick<ImageAnalysisArgs, 'transform'>;

/** What holds where nothing is said; `Pulumi.yaml` repeats it, and a test compares the two. */
export const DEFAULTS = {
  oidcScope: 'openid',
  oidcOrigins: [],
  tenantClaim: 'tenant',
  environment: 'dev',
  allowedOrigins: [],
  maxUploadBytes: 524_288_000,
  uploadExpiresSeconds: 900,
  linkExpiresSeconds: 300,
  analyzers: ['rekognition'],
  externalAnalyzers: {},
  maxAnalyzedFrames: 1,
  frameSelection: 'representative',
  minConfidence: 55,
  maxLabels: 1000,
  keepDetectedText: false,
  decodeConcurrency: 10,
  rekognitionConcurrency: 5,
  jobDeadlineSeconds: 0,
  retentionDays: 90,
  logRetentionDays: 30,
  archiveDays: 30,
  keyRotationDays: 365,
  protect: false,
  apiRateLimit: 50,
  apiBurstLimit: 100,
  apiReservedConcurrency: 0,
  waf: true,
  originSecret: '',
  domainName: '',
  certificateArn: '',
  hostedZoneId: '',
  network: 'none',
  vpcId: '',
  subnetIds: [],
  endpointCidrs: [],
  auditTrail: false,
  alarmEmail: '',
  budgetUsd: 0,
  logLevel: 'INFO',
  tags: {},
} satisfies Omit<Settings, 'oidcIssuer' | 'oidcAudience' | 'oidcClientId' | 'transform'>;
