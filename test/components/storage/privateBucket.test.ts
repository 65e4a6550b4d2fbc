import assert from 'node:assert/strict';
import { stackGraph, type StackGraph } from '../support/stackGraph.ts';
import { policyOf } from '../support/policyOf.ts';

describe('PrivateBucket', function () {
  this.timeout(60_000);
  let graph: StackGraph;
  before(async () => (graph = await stackGraph({ retentionDays: '45' })));

  for (const name of ['dicom-uploads', 'dicom-derived', 'dicom-portal', 'dicom-logs'])
    it(`${name} has no public access and no ACLs, keeps versions and requires TLS`, () => {
      const of = (type: string) => graph.one(`aws:s3/${type}`, name).inputs;
      const { bucket, ...block } = of('bucketPublicAccessBlock:BucketPublicAccessBlock');
      assert.equal(bucket, `${name}-1234567`);
      assert.deepEqual(block, {
        blockPublicAcls: true,
        blockPublicPolicy: true,
        ignorePublicAcls: true,
        restrictPublicBuckets: true,
      });
      assert.deepEqual(of('bucketOwnershipControls:BucketOwnershipControls').rule, {
        objectOwnership: 'BucketOwnerEnforced',
      });
      assert.deepEqual(of('bucketVersioning:BucketVersioning').versioningConfiguration, {
        status: 'Enabled',
      });
      const policy = policyOf(graph.one('aws:s3/bucketPolicy:BucketPolicy', name));
      assert.deepEqual(
        policy.filter(({ Effect }) => Effect === 'Deny').map(({ Condition }) => Condition),
        [{ Bool: { 'aws:SecureTransport': 'false' } }],
      );
      for (const { Principal } of policy.filter(({ Effect }) => Effect === 'Allow'))
        assert.ok(typeof Principal === 'object' && Principal !== null && 'Service' in Principal);
    });

  it('encrypts images and results with the data key and expires them', () => {
    const key = graph.one('aws:kms/key:Key', 'dicom-data').outputs.arn;
    for (const name of ['dicom-uploads', 'dicom-derived']) {
      const encryption = graph.one(
        'aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration',
        name,
      ).inputs;
      assert.deepEqual(encryption.rules, [
        {
          applyServerSideEncryptionByDefault: { sseAlgorithm: 'aws:kms', kmsMasterKeyId: key },
          bucketKeyEnabled: true,
        },
      ]);
      const { rules } = graph.one(
        'aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration',
        name,
      ).inputs;
      assert.deepEqual(rules, [
        {
          id: 'expire',
          status: 'Enabled',
          filter: {},
          expiration: { days: 45 },
          noncurrentVersionExpiration: { noncurrentDays: 1 },
          abortIncompleteMultipartUpload: { daysAfterInitiation: 1 },
        },
      ]);
    }
  });

  it('publishes only uploads to EventBridge', () => {
    const notifications = graph.all('aws:s3/bucketNotification:BucketNotification');
    assert.deepEqual(
      notifications.map(({ inputs }) => inputs),
      [{ bucket: 'dicom-uploads-1234567', eventbridge: true }],
    );
  });

  it('logs every access except those to the log bucket', () => {
    assert.deepEqual(
      graph
        .all('aws:s3/bucketLogging:BucketLogging')
        .map(({ inputs }) => [inputs.bucket, inputs.targetBucket])
        .sort(),
      ['derived', 'portal', 'uploads'].map((name) => [`dicom-${name}-1234567`, 'dicom-logs-1234567']),
    );
  });
});
