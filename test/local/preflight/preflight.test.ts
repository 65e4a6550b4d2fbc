import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Graph, GraphResource } from '../../../local/graph/graph.ts';
import { runProgram } from '../../../local/graph/runProgram.ts';
import { CHECKS, linesOf, preflight, type Refusal } from '../../../local/preflight/preflight.ts';
import { startLocalCloud } from '../../../local/startLocalCloud.ts';
import { REQUIRED } from '../../components/support/collectProgram.ts';

type Change = (resource: GraphResource) => GraphResource;

/** Other inputs, and outputs with them, as a provider would give them back. */
const given =
  (more: Record<string, unknown>): Change =>
  (resource) => ({
    ...resource,
    inputs: { ...resource.inputs, ...more },
    outputs: { ...resource.outputs, ...more },
  });
const policyOf = (property: string, statements: object[]): Record<string, string> => ({
  [property]: JSON.stringify({ Version: '2012-10-17', Statement: statements }),
});
const statement = { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' };

const FUNCTION = 'aws:lambda/function:Function';
const MAPPING = 'aws:lambda/eventSourceMapping:EventSourceMapping';
const QUEUE = 'aws:sqs/queue:Queue';
const RULE = 'aws:cloudwatch/eventRule:EventRule';
const TARGET = 'aws:cloudwatch/eventTarget:EventTarget';
const DISTRIBUTION = 'aws:cloudfront/distribution:Distribution';
const TABLE = 'aws:dynamodb/table:Table';
const KEY = 'aws:kms/key:Key';
const CERTIFICATE = 'arn:aws:acm:eu-west-1:123456789012:certificate/1';

/** For each check, a change to one resource that breaks it, and the message that follows. */
const BROKEN: [check: string, type: string, name: string, change: Change, message: RegExp][] = [
  [
    'name-length',
    'aws:iam/role:Role',
    'dicom-decode',
    given({ name: 'r'.repeat(65) }),
    /has 65 characters; the maximum is 64/,
  ],
  [
    'name-length',
    'aws:s3/bucket:Bucket',
    'dicom-uploads',
    given({ bucket: 'b'.repeat(64) }),
    /the maximum is 63/,
  ],
  [
    'name-characters',
    'aws:s3/bucket:Bucket',
    'dicom-uploads',
    given({ bucket: 'with.dots' }),
    /with\.dots does not match/,
  ],
  [
    'name-taken',
    QUEUE,
    'dicom-decode',
    given({ name: 'twin' }),
    /its name twin is also used by dicom-[\w-]+/,
  ],
  ['tags', QUEUE, 'dicom-decode', given({ tags: { 'aws:x': 'y' } }), /the tag aws:x is not/],
  ['tags', QUEUE, 'dicom-decode', given({ tags: { x: 'a;b' } }), /the value "a;b"/],
  [
    'tags',
    QUEUE,
    'dicom-decode',
    given({ tags: Object.fromEntries(Array.from({ length: 51 }, (_, i) => [`t${i}`, ''])) }),
    /has 51 tags/,
  ],
  [
    'function-runtime',
    FUNCTION,
    'dicom-decode',
    given({ runtime: 'nodejs20.x' }),
    /nodejs20\.x; Lambda accepts nodejs22\.x/,
  ],
  [
    'function-timeout',
    FUNCTION,
    'dicom-sweep',
    given({ timeout: 901 }),
    /timeout is 901; it must be 1 to 900/,
  ],
  ['function-memory', FUNCTION, 'dicom-sweep', given({ memorySize: 64 }), /memorySize is 64/],
  [
    'function-storage',
    FUNCTION,
    'dicom-sweep',
    given({ ephemeralStorage: { size: 100 } }),
    /ephemeralStorage\.size is 100/,
  ],
  [
    'function-environment',
    FUNCTION,
    'dicom-sweep',
    given({ environment: { variables: { LONG: 'x'.repeat(4096) } } }),
    /has 4100 bytes; the maximum is 4096/,
  ],
  [
    'function-environment',
    FUNCTION,
    'dicom-sweep',
    given({ environment: { variables: { AWS_REGION: 'x' } } }),
    /AWS_REGION is reserved by Lambda/,
  ],
  ['function-layers', FUNCTION, 'dicom-sweep', given({ layers: [1, 2, 3, 4, 5, 6] }), /has 6 layers/],
  [
    'function-code',
    FUNCTION,
    'dicom-sweep',
    given({ code: { files: new Map([['index.mjs', { length: 300e6 }]]) } }),
    /its code has 300000000 bytes/,
  ],
  [
    'function-reserved-concurrency',
    FUNCTION,
    'dicom-sweep',
    given({ reservedConcurrentExecutions: 901 }),
    /901 runs are reserved; of the account's 1000/,
  ],
  [
    'function-behind-api',
    'aws:apigatewayv2/integration:Integration',
    'dicom-GET-jobs',
    given({ integrationUri: 'arn:none' }),
    /there is no function arn:none/,
  ],
  [
    'mapping-concurrency',
    MAPPING,
    'dicom-decode',
    given({ scalingConfig: { maximumConcurrency: 1 } }),
    /maximumConcurrency is 1; it must be 2 to 1000/,
  ],
  ['mapping-batch', MAPPING, 'dicom-decode', given({ batchSize: 0 }), /batchSize is 0/],
  [
    'mapping-batching-window',
    MAPPING,
    'dicom-decode',
    given({ batchSize: 11 }),
    /above 10 it wants a maximumBatchingWindow/,
  ],
  [
    'queue-visibility',
    QUEUE,
    'dicom-decode',
    given({ visibilityTimeoutSeconds: 719 }),
    /dicom-decode hides a message for 719 s .* 720 s/,
  ],
  [
    'queue-visibility-range',
    QUEUE,
    'dicom-sweep-dlq',
    given({ visibilityTimeoutSeconds: 43_201 }),
    /43201; it must be 0 to 43200/,
  ],
  ['queue-retention', QUEUE, 'dicom-decode', given({ messageRetentionSeconds: 1_209_601 }), /1209601/],
  ['queue-message-size', QUEUE, 'dicom-decode', given({ maxMessageSize: 1000 }), /maxMessageSize is 1000/],
  ['queue-delay', QUEUE, 'dicom-decode', given({ delaySeconds: 901 }), /delaySeconds is 901/],
  [
    'queue-redrive',
    QUEUE,
    'dicom-decode',
    given({ redrivePolicy: '{"deadLetterTargetArn":"arn:none","maxReceiveCount":5}' }),
    /dead-letter queue arn:none/,
  ],
  [
    'queue-redrive',
    QUEUE,
    'dicom-decode',
    given({ redrivePolicy: '{"maxReceiveCount":0}' }),
    /maxReceiveCount is 0/,
  ],
  [
    'event-pattern',
    RULE,
    'dicom-erase-deleted',
    given({ eventPattern: '{"source":"dicom-analyzer"}' }),
    /does not accept its pattern/,
  ],
  [
    'event-pattern',
    RULE,
    'dicom-erase-deleted',
    given({ eventPattern: JSON.stringify({ source: ['x'.repeat(2048)] }) }),
    /the maximum is 2048/,
  ],
  [
    'event-rule-wakes',
    RULE,
    'dicom-sweep',
    given({ scheduleExpression: 'rate(1 minutes)' }),
    /rate\(1 minutes\)/,
  ],
  [
    'event-rule-wakes',
    RULE,
    'dicom-sweep',
    given({ scheduleExpression: undefined }),
    /neither a pattern nor a schedule/,
  ],
  [
    'event-target-age',
    TARGET,
    'dicom-sweep',
    given({ retryPolicy: { maximumEventAgeInSeconds: 59 } }),
    /must be 60 to 86400/,
  ],
  [
    'event-target-retries',
    TARGET,
    'dicom-sweep',
    given({ retryPolicy: { maximumRetryAttempts: 186 } }),
    /must be 0 to 185/,
  ],
  ['event-target-reached', TARGET, 'dicom-sweep', given({ arn: 'arn:none' }), /its target arn:none/],
  [
    'event-target-reached',
    TARGET,
    'dicom-sweep',
    given({ deadLetterConfig: { arn: 'arn:none' } }),
    /dead-letter queue arn:none/,
  ],
  [
    'policy-size',
    'aws:sqs/queuePolicy:QueuePolicy',
    'dicom-decode',
    given(policyOf('policy', [{ ...statement, Resource: 'x'.repeat(8192) }])),
    /the maximum is 8192/,
  ],
  [
    'policy-size',
    'aws:iam/role:Role',
    'dicom-decode',
    given(policyOf('assumeRolePolicy', [{ ...statement, Resource: 'x'.repeat(2048) }])),
    /the maximum is 2048/,
  ],
  [
    'role-policies-size',
    'aws:iam/rolePolicy:RolePolicy',
    'dicom-decode',
    given(policyOf('policy', [{ ...statement, Resource: 'x'.repeat(10_240) }])),
    /the maximum is 10240/,
  ],
  [
    'policy-is-json',
    'aws:s3/bucketPolicy:BucketPolicy',
    'dicom-uploads',
    given({ policy: '{' }),
    /is not JSON/,
  ],
  [
    'policy-is-json',
    'aws:s3/bucketPolicy:BucketPolicy',
    'dicom-uploads',
    given(policyOf('policy', [])),
    /has no statement/,
  ],
  [
    'policy-is-json',
    'aws:iam/rolePolicy:RolePolicy',
    'dicom-decode',
    given(policyOf('policy', [{ ...statement, Sid: 'a-b' }])),
    /the Sid a-b/,
  ],
  [
    'policy-is-json',
    'aws:iam/rolePolicy:RolePolicy',
    'dicom-decode',
    given(
      policyOf('policy', [
        { ...statement, Sid: 'A' },
        { ...statement, Sid: 'A' },
      ]),
    ),
    /two statements .* the Sid A/,
  ],
  [
    'queue-policy-parts',
    'aws:sqs/queuePolicy:QueuePolicy',
    'dicom-decode',
    given(policyOf('policy', [{ ...statement, Action: 'abcdefgh'.split('') }])),
    /more than 7 actions/,
  ],
  [
    'queue-policy-parts',
    'aws:sqs/queuePolicy:QueuePolicy',
    'dicom-decode',
    given(
      policyOf(
        'policy',
        Array.from({ length: 21 }, () => statement),
      ),
    ),
    /has 21 statements/,
  ],
  [
    'cloudfront-certificate-region',
    DISTRIBUTION,
    'dicom-portal',
    given({ viewerCertificate: { acmCertificateArn: CERTIFICATE } }),
    /eu-west-1.*; CloudFront requires one in us-east-1/,
  ],
  [
    'cloudfront-alias-certificate',
    DISTRIBUTION,
    'dicom-portal',
    given({ aliases: ['a.example.org'] }),
    /an alias and no certificate/,
  ],
  [
    'cloudfront-origins',
    DISTRIBUTION,
    'dicom-portal',
    given({ defaultCacheBehavior: { targetOriginId: 'none' } }),
    /the origin none/,
  ],
  [
    'waf-region',
    'aws:wafv2/webAcl:WebAcl',
    'dicom-portal',
    given({ region: 'eu-west-1' }),
    /it is in eu-west-1/,
  ],
  [
    'api-timeout',
    'aws:apigatewayv2/integration:Integration',
    'dicom-GET-jobs',
    given({ timeoutMilliseconds: 30_001 }),
    /must be 50 to 30000/,
  ],
  [
    'api-cors',
    'aws:apigatewayv2/api:Api',
    'dicom',
    given({ corsConfiguration: { allowOrigins: ['*'], allowCredentials: true } }),
    /every origin with credentials/,
  ],
  [
    'api-route-taken',
    'aws:apigatewayv2/route:Route',
    'dicom-GET-jobs',
    given({ routeKey: 'POST /jobs' }),
    /POST \/jobs is also used by dicom-(POST|GET)-jobs/,
  ],
  [
    'table-attributes',
    TABLE,
    'dicom-jobs',
    given({ hashKey: 'other' }),
    /attribute pk is in no key|key other is no attribute/,
  ],
  [
    'table-indexes',
    TABLE,
    'dicom-jobs',
    given({
      globalSecondaryIndexes: Array.from({ length: 21 }, (_, i) => ({
        hashKey: ['tenantKey', 'batchKey', 'createdKey', 'dueShard', 'dueAt'][i % 5],
      })),
    }),
    /has 21 global indexes/,
  ],
  ['key-rotation', KEY, 'dicom-data', given({ rotationPeriodInDays: 89 }), /rotationPeriodInDays is 89/],
  ['key-deletion', KEY, 'dicom-data', given({ deletionWindowInDays: 6 }), /deletionWindowInDays is 6/],
  [
    'log-retention',
    'aws:cloudwatch/logGroup:LogGroup',
    'dicom-decode',
    given({ retentionInDays: 31 }),
    /retentionInDays is 31/,
  ],
  [
    'alarm-span',
    'aws:cloudwatch/metricAlarm:MetricAlarm',
    'dicom-monitoring-api-faults',
    given({ period: 45 }),
    /period is 45 s/,
  ],
  [
    'alarm-span',
    'aws:cloudwatch/metricAlarm:MetricAlarm',
    'dicom-monitoring-api-faults',
    given({ evaluationPeriods: 289 }),
    /looks at 86700 s/,
  ],
  [
    'dashboard-body',
    'aws:cloudwatch/dashboard:Dashboard',
    'dicom-monitoring',
    given({ dashboardBody: JSON.stringify({ widgets: Array.from({ length: 501 }, () => ({})) }) }),
    /has 501 widgets/,
  ],
];

describe('preflight', function () {
  this.timeout(60_000);
  let graph: Graph;
  const at = { region: 'us-east-1' };

  before(async () => {
    const config = { ...REQUIRED, network: 'create', auditTrail: 'true' };
    graph = await runProgram(config, {
      awsEndpointUrl: 'https://sqs.us-east-1.amazonaws.com',
      seed: 'preflight',
    });
  });

  const changed = (type: string, name: string, change: Change): Graph => {
    const found = graph.resources.filter((one) => one.type === type && one.name === name);
    assert.equal(found.length, 1, `${type} ${name}`);
    return { ...graph, resources: graph.resources.map((one) => (one === found[0] ? change(one) : one)) };
  };
  const said = (refusals: readonly Refusal[], check: string): string =>
    refusals.find((refusal) => refusal.check === check)?.message ??
    `nothing of ${check}, but ${linesOf(refusals).join()}`;

  it('refuses nothing of the program as it is', () => {
    assert.deepEqual(preflight(graph, at), []);
  });

  for (const [check, type, name, change, message] of BROKEN)
    it(`${check} rejects ${name} where ${message.source.slice(0, 60)}`, () => {
      let broken = changed(type, name, change);
      // A twin needs another.
      if (check === 'name-taken')
        broken = {
          ...broken,
          resources: broken.resources.map((one) =>
            one.type === type && one.name === 'dicom-analyze' ? change(one) : one,
          ),
        };
      assert.match(said(preflight(broken, at), check), message);
    });

  it('rekognition-region refuses a region without Rekognition, unless nothing calls it', () => {
    const refusals = preflight(graph, { region: 'eu-north-1' });
    assert.match(said(refusals, 'rekognition-region'), /not in eu-north-1; it is in us-east-1/);
    const without = graph.resources.filter(({ name }) => name !== 'dicom-analyze');
    assert.ok(
      !preflight({ resources: without }, { region: 'eu-north-1' }).some(
        ({ check }) => check === 'rekognition-region',
      ),
    );
  });

  it('event-rule-targets refuses a sixth target', () => {
    const target = graph.resources.find(({ type, name }) => type === TARGET && name === 'dicom-sweep')!;
    const resources = [...graph.resources, target, target, target, target, target];
    assert.match(said(preflight({ resources }, at), 'event-rule-targets'), /has 6 targets/);
  });

  it('function-reserved-concurrency knows the account’s quota', () => {
    const broken = changed(FUNCTION, 'dicom-sweep', given({ reservedConcurrentExecutions: 1 }));
    assert.deepEqual(preflight(broken, at), []);
    assert.match(
      said(preflight(broken, { ...at, lambdaConcurrency: 10 }), 'function-reserved-concurrency'),
      /of the account's 10 at least 100/,
    );
  });

  it('function-behind-api refuses a function that outlasts the API', () => {
    const broken = changed(FUNCTION, 'dicom-getJob', given({ timeout: 31 }));
    assert.match(said(preflight(broken, at), 'function-behind-api'), /dicom-getJob may take 31 s/);
  });

  it('has a test that breaks each check', () => {
    const tested = new Set([...BROKEN.map(([check]) => check), 'rekognition-region', 'event-rule-targets']);
    assert.deepEqual(
      CHECKS.map(({ name }) => name).filter((name) => !tested.has(name)),
      [],
    );
  });

  it('says what is wrong in the same way with many resources in one line', () => {
    const resources = graph.resources.map((one) =>
      one.type === FUNCTION ? given({ runtime: 'nodejs18.x' })(one) : one,
    );
    const lines = linesOf(preflight({ resources }, at));
    assert.equal(lines.length, 1);
    const others = resources.filter(({ type }) => type === FUNCTION).length - 1;
    assert.match(
      lines[0]!,
      /^function-runtime: aws:lambda\/function:Function `dicom-\w+` and \d+ more: its runtime is nodejs18\.x/,
    );
    assert.ok(lines[0]!.includes(`and ${others} more`));
  });

  it('is what the local cloud starts with: it refuses such a stack, by name, and leaves nothing running', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'preflight-'));
    const short = given({ visibilityTimeoutSeconds: 60 });
    await assert.rejects(
      startLocalCloud(
        { port: 0, dataDir, config: {} },
        {
          print: () => undefined,
          transformGraph: (graph) => ({
            ...graph,
            resources: graph.resources.map((one) =>
              one.type === QUEUE && one.name === 'dicom-decode' ? short(one) : one,
            ),
          }),
        },
      ),
      /AWS would reject this stack:\n {2}queue-visibility: .*`dicom-decode`/,
    );
    rmSync(dataDir, { recursive: true });
  });
});
