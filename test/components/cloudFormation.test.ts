import assert from 'node:assert/strict';
import { cloudFormation } from '../cdk-nag/cloudFormation.ts';
import { COMBINATIONS } from './support/combinations.ts';
import { collectMocked } from './support/findFaults.ts';
import { LONG_NAMED } from './support/longNamed.ts';

/** Tests the template only. `npm run nag` in test/cdk-nag runs cdk-nag, which has its own package.json. */
describe('the CloudFormation template for cdk-nag', function () {
  this.timeout(120_000);

  it('contains every resource type and refers to other resources by reference', async () => {
    const full = await collectMocked(COMBINATIONS.at(-1)!.config, LONG_NAMED);
    const own = await collectMocked(
      COMBINATIONS.find(({ description }) => description.includes('network create'))!.config,
      LONG_NAMED,
    );
    const { template } = cloudFormation(full);
    const { Resources } = { ...template, ...cloudFormation(own).template };
    const of = (type: string) => Object.values(template.Resources).filter((one) => one.Type === type);
    assert.equal(of('AWS::Lambda::Function').length, 13);
    assert.equal(of('AWS::S3::Bucket').length, 5);
    const queue = template.Resources.dicomDecodeQueue;
    assert.deepEqual(queue?.Properties.RedrivePolicy, {
      deadLetterTargetArn: { 'Fn::GetAtt': ['dicomDecodeDlqQueue', 'Arn'] },
      maxReceiveCount: 5,
    });
    assert.ok(Object.values(Resources).some(({ Type }) => Type === 'AWS::EC2::VPCEndpoint'));
  });

  it('rejects an unknown resource type and names it', async () => {
    const graph = await collectMocked({}, LONG_NAMED);
    const { resources } = graph;
    const unknown = {
      ...resources.find(({ custom }) => custom)!,
      type: 'aws:kinesis/stream:Stream',
      name: 'x',
    };
    assert.throws(
      () => cloudFormation({ ...graph, resources: [...resources, unknown] }),
      /no aws:kinesis\/stream:Stream \(of `x`\)/,
    );
  });
});
