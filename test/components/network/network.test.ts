import assert from 'node:assert/strict';
import { stackGraph, type StackGraph } from '../support/stackGraph.ts';
import { policyOf } from '../support/policyOf.ts';

const EGRESS = 'aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule';
const EXISTING = { network: 'existing', vpcId: 'vpc-12', subnetIds: '["subnet-12","subnet-34"]' };

/** Returns the permitted egress of the functions. */
const listEgress = (graph: StackGraph): unknown[] =>
  graph
    .all(EGRESS)
    .map(({ inputs }) => inputs.cidrIpv4 ?? inputs.prefixListId ?? inputs.referencedSecurityGroupId)
    .sort();
const listVpcConfigs = (graph: StackGraph): unknown[] =>
  graph.all('aws:lambda/function:Function').map(({ inputs }) => inputs.vpcConfig);

describe('Network', function () {
  this.timeout(60_000);

  it('is absent by default', async () => {
    const graph = await stackGraph();
    assert.deepEqual(new Set(listVpcConfigs(graph)), new Set([undefined]));
    assert.deepEqual(graph.all('aws:ec2/securityGroup:SecurityGroup'), []);
  });

  it('allows egress to its own endpoints only and logs the flows of the VPC', async () => {
    const graph = await stackGraph({ network: 'create' });
    assert.deepEqual(listEgress(graph), ['dicom-network-endpoints-id', 'pl-1234', 'pl-1234']);
    const services = graph
      .all('aws:ec2/vpcEndpoint:VpcEndpoint')
      .map(({ inputs }) => [inputs.vpcEndpointType, String(inputs.serviceName).split('.').at(-1)]);
    assert.deepEqual(services.sort(), [
      ['Gateway', 'dynamodb'],
      ['Gateway', 's3'],
      ['Interface', 'events'],
      ['Interface', 'rekognition'],
      ['Interface', 'secretsmanager'],
      ['Interface', 'sqs'],
    ]);
    const closed = graph.one('aws:ec2/defaultSecurityGroup:DefaultSecurityGroup', 'dicom-network');
    assert.deepEqual(
      [closed.inputs.vpcId, closed.inputs.ingress, closed.inputs.egress],
      ['vpc-1234', undefined, undefined],
    );
    const log = graph.one('aws:ec2/flowLog:FlowLog', 'dicom-network');
    assert.deepEqual(
      [log.inputs.trafficType, log.inputs.logDestination],
      ['ALL', 'arn:aws:s3:::dicom-logs-1234567/vpc'],
    );
    const [statement] = policyOf(graph.one('aws:ec2/vpcEndpoint:VpcEndpoint', 'dicom-network-sqs'));
    assert.deepEqual(
      [statement?.Action, statement?.Resource],
      [['sqs:ChangeMessageVisibility'], 'arn:aws:sqs:us-east-1:123456789012:dicom-*'],
    );
  });

  it('allows egress only to the endpoints of an existing VPC', async () => {
    const graph = await stackGraph(EXISTING);
    assert.deepEqual(listEgress(graph), ['10.0.0.0/16', 'pl-1234', 'pl-1234']);
    assert.deepEqual(graph.all('aws:ec2/vpcEndpoint:VpcEndpoint'), []);
    const group = graph.one('aws:ec2/securityGroup:SecurityGroup', 'dicom-network-functions');
    assert.equal(group.inputs.vpcId, 'vpc-12');
    for (const vpcConfig of listVpcConfigs(graph))
      assert.deepEqual(vpcConfig, {
        subnetIds: ['subnet-12', 'subnet-34'],
        securityGroupIds: ['dicom-network-functions-id'],
      });
  });

  it('allows egress to configured endpoints outside the VPC', async () => {
    const graph = await stackGraph({ ...EXISTING, endpointCidrs: '["10.20.0.0/16","10.30.0.0/24"]' });
    assert.deepEqual(listEgress(graph), ['10.20.0.0/16', '10.30.0.0/24', 'pl-1234', 'pl-1234']);
    await assert.rejects(
      stackGraph({ endpointCidrs: '["10.20.0.0/16"]' }),
      /network is none, so endpointCidrs has no effect/,
    );
  });
});

describe('the firewall’s log', function () {
  this.timeout(60_000);

  it('logs blocked requests, without tokens, under its own key in us-east-1', async () => {
    const graph = await stackGraph({ logRetentionDays: '90' });
    const log = graph.one('aws:cloudwatch/logGroup:LogGroup', 'dicom-portal-waf');
    assert.match(String(log.inputs.namePrefix), /^aws-waf-logs-/);
    assert.deepEqual([log.inputs.region, log.inputs.retentionInDays], ['us-east-1', 90]);
    const key = graph.one('aws:kms/key:Key', 'dicom-portal-waf');
    assert.deepEqual([key.inputs.region, key.outputs.arn], ['us-east-1', log.inputs.kmsKeyId]);
    const { inputs } = graph.one(
      'aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration',
      'dicom-portal',
    );
    assert.deepEqual(inputs.redactedFields, [
      { singleHeader: { name: 'authorization' } },
      { singleHeader: { name: 'cookie' } },
      { queryString: {} },
    ]);
    assert.equal((inputs.loggingFilter as { defaultBehavior: string }).defaultBehavior, 'DROP');
  });

  it('is absent without a firewall', async () => {
    const graph = await stackGraph({ waf: 'false' });
    assert.deepEqual(graph.all('aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration'), []);
  });
});
