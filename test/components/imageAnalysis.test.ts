import assert from 'node:assert/strict';
import { ImageAnalysis } from '../../components/index.ts';
import { collectProgram, REQUIRED } from './support/collectProgram.ts';
import { stackGraph } from './support/stackGraph.ts';

const BOTH = ['false', 'true'];

/** AWS's limits on the length of names (each service's "Quotas" page). Autonaming adds a hyphen and seven characters. */
const LONGEST: Record<string, number> = {
  'aws:s3/bucket:Bucket': 63,
  'aws:lambda/function:Function': 64,
  'aws:iam/role:Role': 64,
  'aws:sqs/queue:Queue': 80,
  'aws:cloudwatch/eventRule:EventRule': 64,
  'aws:cloudwatch/eventArchive:EventArchive': 48,
  'aws:cloudfront/originAccessControl:OriginAccessControl': 64,
  'aws:wafv2/webAcl:WebAcl': 128,
};

describe('ImageAnalysis', function () {
  this.timeout(60_000);
  it('registers unique names, tags and no unresolved value with every combination of options', async function () {
    this.timeout(240_000);
    for (const audit of BOTH)
      for (const network of ['none', 'create', 'existing'])
        for (const analyzers of ['[]', '["rekognition"]']) {
          const { resources } = await stackGraph({
            auditTrail: audit,
            network,
            analyzers,
            ...(network === 'existing' ? { vpcId: 'vpc-12', subnetIds: '["subnet-12"]' } : {}),
            tags: '["team=imaging"]',
          });
          const what = `audit ${audit}, network ${network}, analyzers ${analyzers}`;
          const urns = resources.map(({ type, name }) => `${type}::${name}`);
          assert.equal(new Set(urns).size, urns.length, what);
          for (const { type, name, inputs } of resources) {
            assert.ok(!JSON.stringify(inputs).includes('Calling [toString]'), `${type} ${name}`);
            if ('tags' in inputs)
              assert.deepEqual(
                inputs.tags,
                { project: 'dicom-analyzer', environment: 'dev', stack: 'test', team: 'imaging' },
                name,
              );
          }
          for (const type of ['aws:s3/bucket:Bucket', 'aws:lambda/function:Function', 'aws:kms/key:Key'])
            for (const { name, inputs } of resources.filter((resource) => resource.type === type))
              assert.ok(inputs.tags, `${name} has tags`);
        }
  });

  it('keeps within the limits on names with the longest accepted name', async () => {
    const { resources } = await collectProgram(() => {
      new ImageAnalysis('d'.repeat(24), { ...REQUIRED, auditTrail: true, network: 'create' });
      return {};
    });
    for (const { type, name } of resources.filter((resource) => resource.type in LONGEST))
      assert.ok(name.length + 8 <= LONGEST[type]!, `${type} ${name}`);
  });

  it('applies transforms last', async () => {
    const { resources } = await collectProgram(() => {
      new ImageAnalysis('dicom', {
        ...REQUIRED,
        transform: {
          function: (args) => ({ ...args, memorySize: 2048 }),
          queue: (args) => ({ ...args, visibilityTimeoutSeconds: 900 }),
          bucket: (args) => ({ ...args, forceDestroy: true }),
        },
      });
      return {};
    });
    const of = (type: string) => resources.filter((resource) => resource.type === type);
    assert.ok(of('aws:lambda/function:Function').every(({ inputs }) => inputs.memorySize === 2048));
    assert.ok(
      of('aws:sqs/queue:Queue')
        .filter(({ name }) => !name.endsWith('-dlq'))
        .every(({ inputs }) => inputs.visibilityTimeoutSeconds === 900),
    );
    assert.equal(of('aws:s3/bucket:Bucket').filter(({ inputs }) => inputs.forceDestroy).length, 2);
  });
});

interface MetricQuery {
  metric?: { metricName: string; dimensions: { FunctionName: string } };
}

describe('Monitoring', function () {
  this.timeout(60_000);
  it('has an alarm with an action for every dead-letter queue, function and stage', async () => {
    const graph = await stackGraph({ alarmEmail: 'imaging@example.org' });
    const alarms = graph.all('aws:cloudwatch/metricAlarm:MetricAlarm');
    const topic = graph.one('aws:sns/topic:Topic', 'dicom-monitoring').outputs.arn;
    for (const { name, inputs } of alarms) assert.deepEqual(inputs.alarmActions, [topic], name);
    const watched = (metric: string, dimension: string) =>
      alarms
        .filter(({ inputs }) => inputs.metricName === metric)
        .map(({ inputs }) => (inputs.dimensions as Record<string, string>)[dimension])
        .sort();
    const names = (type: string, wanted: (name: string) => boolean) =>
      graph
        .all(type)
        .filter(({ name }) => wanted(name))
        .map(({ outputs }) => outputs.name)
        .sort();
    const isDlq = (name: string) => name.endsWith('-dlq');
    assert.deepEqual(
      watched('ApproximateNumberOfMessagesVisible', 'QueueName'),
      names('aws:sqs/queue:Queue', isDlq),
    );
    assert.deepEqual(
      watched('ApproximateAgeOfOldestMessage', 'QueueName'),
      names('aws:sqs/queue:Queue', (name) => !isDlq(name)),
    );
    const functions = names('aws:lambda/function:Function', () => true);
    assert.deepEqual(watched('Throttles', 'FunctionName'), functions);
    const rates = alarms.flatMap(({ inputs }) => (inputs.metricQueries ?? []) as MetricQuery[]);
    const rated = (metricName: string) =>
      rates
        .flatMap(({ metric }) => (metric?.metricName === metricName ? [metric.dimensions.FunctionName] : []))
        .sort();
    assert.deepEqual(rated('Errors'), functions);
    assert.deepEqual(rated('Invocations'), functions);
    assert.deepEqual(
      graph.all('aws:sns/topicSubscription:TopicSubscription').map(({ inputs }) => inputs.endpoint),
      ['imaging@example.org'],
    );
  });
});
