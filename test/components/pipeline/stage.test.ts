import assert from 'node:assert/strict';
import { stackGraph, type StackGraph } from '../support/stackGraph.ts';
import { policyOf } from '../support/policyOf.ts';

describe('Stage', function () {
  this.timeout(60_000);
  let graph: StackGraph;
  before(async () => (graph = await stackGraph()));
  const queue = (name: string) => graph.one('aws:sqs/queue:Queue', name);

  for (const [stage, timeout, batchSize, maximumConcurrency] of [
    ['decode', 120, 1, 10],
    ['analyze', 60, 1, 5],
    ['record', 60, 10, 10],
    ['erase', 60, 1, 10],
  ] as const)
    it(`${stage} has a queue with six timeouts of visibility, five receives and a dead-letter queue`, () => {
      const { inputs } = queue(`dicom-${stage}`);
      assert.equal(graph.one('aws:lambda/function:Function', `dicom-${stage}`).inputs.timeout, timeout);
      assert.equal(inputs.visibilityTimeoutSeconds, 6 * timeout);
      assert.deepEqual(JSON.parse(inputs.redrivePolicy as string), {
        deadLetterTargetArn: queue(`dicom-${stage}-dlq`).outputs.arn,
        maxReceiveCount: 5,
      });
      assert.equal(queue(`dicom-${stage}-dlq`).inputs.redrivePolicy, undefined);
      const mapping = graph.one('aws:lambda/eventSourceMapping:EventSourceMapping', `dicom-${stage}`).inputs;
      assert.equal(mapping.batchSize, batchSize);
      assert.deepEqual(mapping.functionResponseTypes, ['ReportBatchItemFailures']);
      assert.deepEqual(mapping.scalingConfig, { maximumConcurrency });
    });

  it('delivers every event within an hour, or to the dead-letter queue', () => {
    const targets = graph
      .all('aws:cloudwatch/eventTarget:EventTarget')
      .filter(({ name }) => name !== 'dicom-sweep');
    assert.equal(targets.length, 6);
    for (const { name, inputs } of targets) {
      assert.deepEqual(
        inputs.retryPolicy,
        { maximumEventAgeInSeconds: 3600, maximumRetryAttempts: 185 },
        name,
      );
      const stage = name.split('-').slice(0, 2).join('-');
      assert.deepEqual(inputs.deadLetterConfig, { arn: queue(`${stage}-dlq`).outputs.arn }, name);
      assert.equal(inputs.arn, queue(stage).outputs.arn);
    }
  });

  it('receives S3 events from the default bus and all others from its own bus', () => {
    const rule = (name: string) => graph.one('aws:cloudwatch/eventRule:EventRule', name).inputs;
    const uploaded = rule('dicom-decode-uploaded');
    assert.equal(uploaded.eventBusName, undefined);
    assert.deepEqual(JSON.parse(uploaded.eventPattern as string), {
      source: ['aws.s3'],
      'detail-type': ['Object Created'],
      detail: { bucket: { name: ['dicom-uploads-1234567'] } },
    });
    const own = ['decode-retried', 'analyze-decoded', 'record-facts', 'record-third-party', 'erase-deleted'];
    for (const name of own) assert.equal(rule(`dicom-${name}`).eventBusName, 'dicom-1234567', name);
    assert.deepEqual(JSON.parse(rule('dicom-analyze-decoded').eventPattern as string), {
      source: ['dicom-analyzer'],
      'detail-type': ['Image Decoded'],
      detail: { data: { analyzers: ['rekognition'] } },
    });
  });

  it('lets only its own rules send to its queues, over TLS', () => {
    for (const name of ['dicom-record', 'dicom-record-dlq']) {
      const [allow, deny, ...more] = policyOf(graph.one('aws:sqs/queuePolicy:QueuePolicy', name));
      assert.deepEqual(more, []);
      assert.deepEqual(allow, {
        Sid: 'AllowRules',
        Effect: 'Allow',
        Principal: { Service: 'events.amazonaws.com' },
        Action: 'sqs:SendMessage',
        Resource: queue(name).outputs.arn,
        Condition: {
          ArnEquals: {
            'aws:SourceArn': ['facts', 'third-party'].map(
              (rule) => graph.one('aws:cloudwatch/eventRule:EventRule', `dicom-record-${rule}`).outputs.arn,
            ),
          },
        },
      });
      assert.deepEqual(
        [deny?.Effect, deny?.Principal, deny?.Condition],
        ['Deny', '*', { Bool: { 'aws:SecureTransport': 'false' } }],
      );
    }
  });

  it('is absent without its analyzer', async () => {
    const without = await stackGraph({ analyzers: '[]' });
    assert.deepEqual(
      without.all('aws:sqs/queue:Queue').filter(({ name }) => name.includes('analyze')),
      [],
    );
  });
});
