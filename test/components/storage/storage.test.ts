import assert from 'node:assert/strict';
import { exampleConfig } from '../../policies/environments.ts';
import { stackGraph, type StackGraph } from '../support/stackGraph.ts';
import { policyOf } from '../support/policyOf.ts';

describe('JobsTable', function () {
  this.timeout(60_000);
  it('has its indexes, a TTL and point-in-time recovery', async () => {
    const { inputs } = (await stackGraph({ protect: 'true' })).one('aws:dynamodb/table:Table', 'dicom-jobs');
    assert.equal(inputs.hashKey, 'pk');
    assert.deepEqual(
      (inputs.globalSecondaryIndexes as Record<string, string>[]).map(
        ({ name, hashKey, rangeKey, projectionType }) => [name, hashKey, rangeKey, projectionType],
      ),
      [
        ['byTenant', 'tenantKey', 'createdKey', 'ALL'],
        ['byBatch', 'batchKey', 'createdKey', 'ALL'],
        ['due', 'dueShard', 'dueAt', 'ALL'],
      ],
    );
    assert.deepEqual(inputs.ttl, { attributeName: 'ttl', enabled: true });
    assert.deepEqual(inputs.pointInTimeRecovery, { enabled: true });
    assert.equal(inputs.deletionProtectionEnabled, true);
  });
});

describe('EventBus', function () {
  this.timeout(60_000);
  let graph: StackGraph;
  const ARN = 'arn:aws:iam::210987654321:role/sharpness';
  before(async () => (graph = await stackGraph({ externalAnalyzers: JSON.stringify([`sharpness=${ARN}`]) })));

  it('archives events for 30 days', () => {
    const { inputs } = graph.one('aws:cloudwatch/eventArchive:EventArchive', 'dicom');
    assert.equal(inputs.retentionDays, 30);
    assert.equal(inputs.eventSourceArn, graph.one('aws:cloudwatch/eventBus:EventBus', 'dicom').outputs.arn);
  });

  it('lets a third-party analyzer publish only its results, under its own source', () => {
    assert.deepEqual(policyOf(graph.one('aws:cloudwatch/eventBusPolicy:EventBusPolicy', 'dicom')), [
      {
        Sid: 'Analyzersharpness',
        Effect: 'Allow',
        Principal: { AWS: ARN },
        Action: 'events:PutEvents',
        Resource: graph.one('aws:cloudwatch/eventBus:EventBus', 'dicom').outputs.arn,
        Condition: {
          StringEquals: {
            'events:source': 'dicom-analyzer.sharpness',
            'events:detail-type': ['Image Analyzed', 'Image Failed'],
          },
        },
      },
    ]);
  });

  it('makes jobs wait for a third-party analyzer', () => {
    const { environment } = graph.one('aws:lambda/function:Function', 'dicom-decode').inputs as {
      environment: { variables: Record<string, string> };
    };
    assert.equal(environment.variables.ANALYZERS, 'rekognition,sharpness');
  });

  it('has no policy without third-party analyzers', async () => {
    assert.deepEqual((await stackGraph()).all('aws:cloudwatch/eventBusPolicy:EventBusPolicy'), []);
  });
});

describe('EncryptionKeys', function () {
  this.timeout(60_000);
  it('rotates its keys and allows only this account and its services to use them', async () => {
    const graph = await stackGraph();
    for (const name of ['dicom-data', 'dicom-operations']) {
      assert.equal(graph.one('aws:kms/key:Key', name).inputs.enableKeyRotation, true);
      for (const { Principal, Condition } of policyOf(graph.one('aws:kms/key:Key', name))) {
        const { AWS, Service } = Principal as { AWS?: string; Service?: string };
        if (AWS === undefined) assert.ok(Service && Condition, `${name}: ${Service}`);
        else assert.equal(AWS, 'arn:aws:iam::123456789012:root');
      }
    }
  });
});

describe('every KMS key', function () {
  this.timeout(60_000);
  it('has a policy that allows the log groups that it encrypts', async () => {
    const graph = await stackGraph();
    assert.deepEqual(graph.all('aws:kms/keyPolicy:KeyPolicy'), []);
    const keys = graph.all('aws:kms/key:Key');
    assert.equal(keys.length, 3);
    for (const key of keys) assert.ok(policyOf(key).length > 0, key.name);
    for (const { name, inputs } of graph.all('aws:cloudwatch/logGroup:LogGroup')) {
      const key = keys.find(({ outputs }) => outputs.arn === inputs.kmsKeyId)!;
      const region = (inputs.region ?? 'us-east-1') as string;
      assert.ok(
        policyOf(key).some(
          ({ Effect, Principal }) =>
            Effect === 'Allow' &&
            (Principal as { Service?: string }).Service === `logs.${region}.amazonaws.com`,
        ),
        name,
      );
    }
  });
});

describe('SeriesSecret', function () {
  this.timeout(60_000);
  it('is random, encrypted and in no environment variable', async () => {
    const graph = await stackGraph();
    const { inputs } = graph.one('aws:secretsmanager/secretVersion:SecretVersion', 'dicom-series');
    assert.equal(inputs.secretString, 'r'.repeat(64));
    assert.equal(
      graph.one('aws:secretsmanager/secret:Secret', 'dicom-series').inputs.kmsKeyId,
      graph.one('aws:kms/key:Key', 'dicom-data').outputs.arn,
    );
    const functions = JSON.stringify(
      graph.all('aws:lambda/function:Function').map(({ inputs }) => inputs.environment),
    );
    assert.ok(!functions.includes('r'.repeat(64)));
  });
});

describe('tearDown', () => {
  it('lifts the protection of a prod stack and deletes each bucket with its objects', async () => {
    const graph = await stackGraph({ ...exampleConfig('prod'), tearDown: 'true' });
    assert.equal(graph.one('aws:dynamodb/table:Table', 'dicom-jobs').inputs.deletionProtectionEnabled, false);
    const buckets = graph.all('aws:s3/bucket:Bucket');
    assert.deepEqual(
      buckets.map(({ name, inputs }) => [name, inputs.forceDestroy]),
      buckets.map(({ name }) => [name, true]),
    );
  });

  it('is off by default, so that no bucket is deleted while it contains objects', async () => {
    const graph = await stackGraph();
    for (const { name, inputs } of graph.all('aws:s3/bucket:Bucket'))
      assert.equal(inputs.forceDestroy, false, name);
  });
});
