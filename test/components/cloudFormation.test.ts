import assert from 'node:assert/strict';
import { cloudFormation } from '../cdk-nag/cloudFormation.ts';
import { COMBINATIONS } from './support/combinations.ts';
import { mocked } from './support/flaws.ts';
import { LONG_NAMED } from './support/longNamed.ts';

/** cdk-nag has its own package.json and is not installed here: `npm run nag` in test/cdk-nag. */
describe('the rendering that cdk-nag judges', function () {
  this.timeout(120_000);

  it('holds every resource of every type, and what one says of another is a reference', async () => {
    const { resources, outputs } = await mocked(COMBINATIONS.at(-1)!.config, LONG_NAMED);
    const own = await mocked(
      COMBINATIONS.find(({ what }) => what.includes('network own'))!.config,
      LONG_NAMED,
    );
    const { template } = cloudFormation({ resources, outputs });
    const { Resources } = { ...template, ...cloudFormation(own).template };
    const of = (type: string) => Object.values(template.Resources).filter((one) => one.Type === type);
    assert.equal(of('AWS::Lambda::Function').length, 12);
    assert.equal(of('AWS::S3::Bucket').length, 5);
    const queue = template.Resources.dicomDecodeQueue;
    assert.deepEqual(queue?.Properties.RedrivePolicy, {
      deadLetterTargetArn: { 'Fn::GetAtt': ['dicomDecodeDlqQueue', 'Arn'] },
      maxReceiveCount: 5,
    });
    assert.ok(Object.values(Resources).some(({ Type }) => Type === 'AWS::EC2::VPCEndpoint'));
  });

  it('rejects a type that it cannot render, and names it', async () => {
    const { resources, outputs } = await mocked({}, LONG_NAMED);
    const unknown = {
      ...resources.find(({ custom }) => custom)!,
      type: 'aws:kinesis/stream:Stream',
      name: 'x',
    };
    assert.throws(
      () => cloudFormation({ resources: [...resources, unknown], outputs }),
      /no aws:kinesis\/stream:Stream \(of `x`\)/,
    );
  });
});
