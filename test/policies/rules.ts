import type { Registered } from '../components/support/collectProgram.ts';
import type { PolicyStatement } from '../components/support/policyOf.ts';
import type { Rule, Sight } from './rule.ts';

const BUCKET = 'aws:s3/bucket:Bucket';
const TABLE = 'aws:dynamodb/table:Table';
const FUNCTION = 'aws:lambda/function:Function';
const QUEUE = 'aws:sqs/queue:Queue';
const TARGET = 'aws:cloudwatch/eventTarget:EventTarget';
const DISTRIBUTION = 'aws:cloudfront/distribution:Distribution';
const HEADERS = 'aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy';
const ROLE_POLICY = 'aws:iam/rolePolicy:RolePolicy';
const ALARM = 'aws:cloudwatch/metricAlarm:MetricAlarm';
const STAGE = 'aws:apigatewayv2/stage:Stage';

const rule = (id: string, type: string, says: string, holds: Rule['holds'], only?: Rule['only']): Rule => ({
  id,
  type,
  says,
  holds,
  ...(only ? { only } : {}),
});
/** A property that must have one value. */
const is = (id: string, type: string, path: string, value: unknown, only?: Rule['only']): Rule =>
  rule(id, type, `${path} is ${String(value)}`, (r, sight) => sight.get(r, path) === value, only);
/** A property that must be there. */
const has = (id: string, type: string, path: string, only?: Rule['only']): Rule =>
  rule(id, type, `${path} is set`, (r, sight) => Boolean(sight.get(r, path)), only);
/** A property of the resource that holds one setting of a bucket. */
const ofBucket = (id: string, type: string, path: string, accepted: unknown[], only?: Rule['only']): Rule =>
  rule(
    id,
    BUCKET,
    `${path} is ${accepted.join(' or ')}`,
    (r, sight) => accepted.includes(sight.get(sight.having(type, 'bucket', r.outputs.bucket), path)),
    only,
  );

const isDlq = ({ name }: Registered): boolean => name.endsWith('-dlq');
const holdsImages = ({ name }: Registered): boolean => /-(uploads|derived)$/.test(name);
const isLog = ({ name }: Registered): boolean => name.endsWith('-logs');
const deniesPlain = ({ Effect, Principal, Condition }: PolicyStatement): boolean =>
  Effect === 'Deny' && Principal === '*' && Condition?.Bool?.['aws:SecureTransport'] === 'false';
const isOpen = ({ Effect, Principal, Condition }: PolicyStatement): boolean =>
  Effect === 'Allow' && JSON.stringify(Principal ?? '').includes('"*"') && !Condition;
const bucketPolicy = (r: Registered, sight: Sight): PolicyStatement[] =>
  sight.statements(sight.having('aws:s3/bucketPolicy:BucketPolicy', 'bucket', r.outputs.bucket));
const queuePolicy = (r: Registered, sight: Sight): PolicyStatement[] =>
  sight.statements(sight.having('aws:sqs/queuePolicy:QueuePolicy', 'queueUrl', r.outputs.url));
const list = (value: string | string[]): string[] => [value].flat();
const closed = (statements: PolicyStatement[]): boolean => statements.length > 0 && !statements.some(isOpen);
/** Actions for which AWS itself knows no resource (Service Authorization Reference). */
const RESOURCELESS = /^(xray:Put|rekognition:Detect|ec2:(Create|Describe|Delete)NetworkInterface)/;

const BLOCK = 'aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock';
const ENCRYPTION = 'aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration';
const ALGORITHM = 'rules.0.applyServerSideEncryptionByDefault.sseAlgorithm';
const LIFECYCLE = 'aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration';
const SECURITY = 'securityHeadersConfig';

/** Each property of the table in `facts/aws.md` is a rule. */
export const RULES: Rule[] = [
  ofBucket('s3-block-public-acls', BLOCK, 'blockPublicAcls', [true]),
  ofBucket('s3-block-public-policy', BLOCK, 'blockPublicPolicy', [true]),
  ofBucket('s3-ignore-public-acls', BLOCK, 'ignorePublicAcls', [true]),
  ofBucket('s3-restrict-public-buckets', BLOCK, 'restrictPublicBuckets', [true]),
  ofBucket('s3-encrypted', ENCRYPTION, ALGORITHM, ['aws:kms', 'AES256']),
  ofBucket('s3-images-by-own-key', ENCRYPTION, ALGORITHM, ['aws:kms'], holdsImages),
  ofBucket('s3-versioned', 'aws:s3/bucketVersioning:BucketVersioning', 'versioningConfiguration.status', [
    'Enabled',
  ]),
  rule(
    's3-access-logged',
    BUCKET,
    'has an access log',
    (r, sight) =>
      Boolean(
        sight.get(
          sight.having('aws:s3/bucketLogging:BucketLogging', 'bucket', r.outputs.bucket),
          'targetBucket',
        ),
      ),
    (r) => !isLog(r),
  ),
  rule('s3-tls-only', BUCKET, 'denies requests without TLS', (r, sight) =>
    bucketPolicy(r, sight).some(deniesPlain),
  ),
  ofBucket('s3-no-acls', 'aws:s3/bucketOwnershipControls:BucketOwnershipControls', 'rule.objectOwnership', [
    'BucketOwnerEnforced',
  ]),
  rule('s3-no-open-principal', BUCKET, 'admits nobody unnamed', (r, sight) => closed(bucketPolicy(r, sight))),
  ofBucket('s3-aborts-uploads', LIFECYCLE, 'rules.0.abortIncompleteMultipartUpload.daysAfterInitiation', [1]),
  ofBucket('s3-lifecycle-enabled', LIFECYCLE, 'rules.0.status', ['Enabled']),
  rule(
    's3-images-expire',
    BUCKET,
    'forgets images in time',
    (r, sight) =>
      Number(sight.get(sight.having(LIFECYCLE, 'bucket', r.outputs.bucket), 'rules.0.expiration.days')) > 0,
    holdsImages,
  ),
  ofBucket('s3-uploads-publish', 'aws:s3/bucketNotification:BucketNotification', 'eventbridge', [true], (r) =>
    r.name.endsWith('-uploads'),
  ),
  is('dynamodb-restorable', TABLE, 'pointInTimeRecovery.enabled', true),
  has('dynamodb-own-key', TABLE, 'serverSideEncryption.kmsKeyArn'),
  is('dynamodb-encrypted', TABLE, 'serverSideEncryption.enabled', true),
  is('dynamodb-ttl', TABLE, 'ttl.enabled', true),
  is('dynamodb-protected', TABLE, 'deletionProtectionEnabled', true),
  rule('lambda-bounded', FUNCTION, 'has a bound on runs at once', (r, sight) => {
    const mapping = sight.having(
      'aws:lambda/eventSourceMapping:EventSourceMapping',
      'functionName',
      r.outputs.arn,
    );
    return mapping
      ? Number(sight.get(mapping, 'scalingConfig.maximumConcurrency')) >= 2
      : Number(sight.get(r, 'reservedConcurrentExecutions')) >= 1;
  }),
  has('lambda-timeout', FUNCTION, 'timeout'),
  has('lambda-memory', FUNCTION, 'memorySize'),
  rule('lambda-runtime', FUNCTION, 'has a current runtime', (r, sight) =>
    ['nodejs22.x', 'nodejs24.x'].includes(String(sight.get(r, 'runtime'))),
  ),
  is('lambda-traced', FUNCTION, 'tracingConfig.mode', 'Active'),
  has('lambda-environment-encrypted', FUNCTION, 'kmsKeyArn'),
  has('lambda-log-is-ours', FUNCTION, 'loggingConfig.logGroup'),
  has('lambda-permission-source', 'aws:lambda/permission:Permission', 'sourceArn'),
  rule(
    'lambda-reports-items',
    'aws:lambda/eventSourceMapping:EventSourceMapping',
    'reports failed items',
    (r, sight) => sight.get(r, 'functionResponseTypes.0') === 'ReportBatchItemFailures',
  ),
  has('sqs-redrive', QUEUE, 'redrivePolicy', (r) => !isDlq(r)),
  is('sqs-encrypted', QUEUE, 'sqsManagedSseEnabled', true),
  rule('sqs-tls-only', QUEUE, 'denies requests without TLS', (r, sight) =>
    queuePolicy(r, sight).some(deniesPlain),
  ),
  rule('sqs-no-open-principal', QUEUE, 'admits nobody unnamed', (r, sight) => closed(queuePolicy(r, sight))),
  rule('sqs-no-wildcard-action', QUEUE, 'allows exact actions', (r, sight) => {
    const allowed = queuePolicy(r, sight).filter(({ Effect }) => Effect === 'Allow');
    return allowed.length > 0 && allowed.every(({ Action }) => !list(Action).join().includes('*'));
  }),
  rule(
    'sqs-visibility',
    QUEUE,
    'waits six timeouts',
    (r, sight) => {
      const mapping = sight.having(
        'aws:lambda/eventSourceMapping:EventSourceMapping',
        'eventSourceArn',
        r.outputs.arn,
      );
      const fn = sight
        .all(FUNCTION)
        .find(({ outputs }) => outputs.arn === sight.get(mapping, 'functionName'));
      const timeout = Number(sight.get(fn, 'timeout'));
      return timeout > 0 && Number(sight.get(r, 'visibilityTimeoutSeconds')) >= 6 * timeout;
    },
    (r) => !isDlq(r),
  ),
  has('eventbridge-dlq', TARGET, 'deadLetterConfig.arn'),
  has('eventbridge-maximum-age', TARGET, 'retryPolicy.maximumEventAgeInSeconds'),
  has('eventbridge-retries', TARGET, 'retryPolicy.maximumRetryAttempts'),
  rule(
    'eventbridge-bus-closed',
    'aws:cloudwatch/eventBusPolicy:EventBusPolicy',
    'names principal and source',
    (r, sight) =>
      closed(sight.statements(r)) &&
      sight.statements(r).every(({ Condition }) => Condition?.StringEquals?.['events:source']),
  ),
  rule(
    'eventbridge-archive',
    'aws:cloudwatch/eventBus:EventBus',
    'can be replayed, for a time',
    (r, sight) =>
      Number(
        sight.get(
          sight.having('aws:cloudwatch/eventArchive:EventArchive', 'eventSourceArn', r.outputs.arn),
          'retentionDays',
        ),
      ) > 0,
  ),
  rule(
    'api-authorized',
    'aws:apigatewayv2/route:Route',
    'asks for a token',
    (r, sight) => sight.get(r, 'authorizationType') === 'JWT' && Boolean(sight.get(r, 'authorizerId')),
    ({ inputs }) => inputs.routeKey !== 'GET /openapi.json',
  ),
  has('api-logged', STAGE, 'accessLogSettings.destinationArn'),
  rule('api-log-is-json', STAGE, 'logs JSON', (r, sight) =>
    String(sight.get(r, 'accessLogSettings.format')).startsWith('{'),
  ),
  has('api-rate', STAGE, 'defaultRouteSettings.throttlingRateLimit'),
  has('api-burst', STAGE, 'defaultRouteSettings.throttlingBurstLimit'),
  has('cloudfront-oac', DISTRIBUTION, 'origins.0.originAccessControlId'),
  is('cloudfront-tls', DISTRIBUTION, 'viewerCertificate.minimumProtocolVersion', 'TLSv1.2_2021'),
  is('cloudfront-site-https', DISTRIBUTION, 'defaultCacheBehavior.viewerProtocolPolicy', 'redirect-to-https'),
  is('cloudfront-api-https', DISTRIBUTION, 'orderedCacheBehaviors.0.viewerProtocolPolicy', 'https-only'),
  has('cloudfront-waf', DISTRIBUTION, 'webAclId'),
  rule('cloudfront-logged', DISTRIBUTION, 'has an access log', (r, sight) =>
    Boolean(sight.having('aws:cloudwatch/logDeliverySource:LogDeliverySource', 'resourceArn', r.outputs.arn)),
  ),
  has('cloudfront-hsts', HEADERS, `${SECURITY}.strictTransportSecurity.accessControlMaxAgeSec`),
  has('cloudfront-csp', HEADERS, `${SECURITY}.contentSecurityPolicy.contentSecurityPolicy`),
  is('cloudfront-nosniff', HEADERS, `${SECURITY}.contentTypeOptions.override`, true),
  is('kms-rotation', 'aws:kms/key:Key', 'enableKeyRotation', true),
  rule('kms-no-open-principal', 'aws:kms/keyPolicy:KeyPolicy', 'admits nobody unnamed', (r, sight) =>
    closed(sight.statements(r)),
  ),
  rule('iam-no-wildcard-action', ROLE_POLICY, 'allows exact actions', (r, sight) => {
    const statements = sight.statements(r);
    return statements.length > 0 && statements.every(({ Action }) => !list(Action).join().includes('*'));
  }),
  rule('iam-no-wildcard-resource', ROLE_POLICY, 'names resources wherever AWS knows them', (r, sight) => {
    const statements = sight.statements(r);
    return (
      statements.length > 0 &&
      statements.every(
        ({ Action, Resource }) =>
          !list(Resource).includes('*') || list(Action).every((action) => RESOURCELESS.test(action)),
      )
    );
  }),
  rule('logs-encrypted', 'aws:cloudwatch/logGroup:LogGroup', 'has a key', (r, sight) =>
    Boolean(sight.get(r, 'kmsKeyId')),
  ),
  rule(
    'logs-retention',
    'aws:cloudwatch/logGroup:LogGroup',
    'is kept for a year',
    (r, sight) => Number(sight.get(r, 'retentionInDays')) >= 365,
  ),
  is('trail-multi-region', 'awsx:cloudtrail:Trail', 'isMultiRegionTrail', true),
  is('trail-validated', 'awsx:cloudtrail:Trail', 'enableLogFileValidation', true),
  has('trail-encrypted', 'awsx:cloudtrail:Trail', 'kmsKeyId'),
  is(
    'trail-sees-images',
    'awsx:cloudtrail:Trail',
    'eventSelectors.0.dataResources.0.type',
    'AWS::S3::Object',
  ),
  has('alarm-acts', ALARM, 'alarmActions.0'),
  rule(
    'alarm-on-dead-letters',
    QUEUE,
    'has an alarm',
    (r, sight) =>
      sight.all(ALARM).some((alarm) => sight.get(alarm, 'dimensions.QueueName') === r.outputs.name),
    isDlq,
  ),
];
