import { at } from '../reading.ts';
import { rule, type Rule, type RuleResource, type Stack } from '../rule.ts';
import { BUCKET, has, is, ofBucket, settingOf } from './kinds.ts';
import { namesPrincipals, deniesWithoutTls, statementsOf } from './statements.ts';

const BLOCK = 'aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock';
const ENCRYPTION = 'aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration';
const LIFECYCLE = 'aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration';
const TABLE = 'aws:dynamodb/table:Table';

const policyOf = (bucket: RuleResource, stack: Stack) =>
  statementsOf(settingOf(stack, 'aws:s3/bucketPolicy:BucketPolicy', bucket));
/** Selects the uploads bucket, the only one that publishes to EventBridge. */
const isUploads = ({ name }: RuleResource): boolean => name.endsWith('-uploads');
const holdsImages = ({ name }: RuleResource): boolean => /-(uploads|derived)$/.test(name);

export const STORAGE: Rule[] = [
  ofBucket('s3-block-public-acls', BLOCK, 'blockPublicAcls', true),
  ofBucket('s3-block-public-policy', BLOCK, 'blockPublicPolicy', true),
  ofBucket('s3-ignore-public-acls', BLOCK, 'ignorePublicAcls', true),
  ofBucket('s3-restrict-public-buckets', BLOCK, 'restrictPublicBuckets', true),
  rule(
    's3-encrypted',
    BUCKET,
    'is encrypted by default with aws:kms and a customer-managed key',
    (bucket, stack) => {
      const byDefault = at(
        settingOf(stack, ENCRYPTION, bucket),
        'rules.0.applyServerSideEncryptionByDefault',
      );
      return at(byDefault, 'sseAlgorithm') === 'aws:kms' && Boolean(at(byDefault, 'kmsMasterKeyId'));
    },
  ),
  ofBucket(
    's3-versioned',
    'aws:s3/bucketVersioning:BucketVersioning',
    'versioningConfiguration.status',
    'Enabled',
  ),
  rule('s3-access-logged', BUCKET, 'has an access log', (bucket, stack) =>
    Boolean(settingOf(stack, 'aws:s3/bucketLogging:BucketLogging', bucket)?.targetBucket),
  ),
  rule('s3-tls-only', BUCKET, 'denies requests without TLS', (bucket, stack) =>
    deniesWithoutTls(policyOf(bucket, stack), 's3:*', [bucket.props.arn, `${String(bucket.props.arn)}/*`]),
  ),
  ofBucket(
    's3-no-acls',
    'aws:s3/bucketOwnershipControls:BucketOwnershipControls',
    'rule.objectOwnership',
    'BucketOwnerEnforced',
  ),
  rule('s3-no-open-principal', BUCKET, 'names every allowed principal', (bucket, stack) =>
    namesPrincipals(policyOf(bucket, stack)),
  ),
  ofBucket('s3-lifecycle', LIFECYCLE, 'rules.0.status', 'Enabled'),
  ofBucket('s3-aborts-multipart', LIFECYCLE, 'rules.0.abortIncompleteMultipartUpload.daysAfterInitiation', 1),
  rule(
    's3-images-expire',
    BUCKET,
    'expires images',
    (bucket, stack) => Number(at(settingOf(stack, LIFECYCLE, bucket), 'rules.0.expiration.days')) > 0,
    { only: holdsImages },
  ),
  ofBucket(
    's3-uploads-publish',
    'aws:s3/bucketNotification:BucketNotification',
    'eventbridge',
    true,
    isUploads,
  ),
  is('dynamodb-restorable', TABLE, 'pointInTimeRecovery.enabled', true),
  has('dynamodb-own-key', TABLE, 'serverSideEncryption.kmsKeyArn'),
  is('dynamodb-encrypted', TABLE, 'serverSideEncryption.enabled', true),
  is('dynamodb-protected', TABLE, 'deletionProtectionEnabled', true),
  is('dynamodb-ttl', TABLE, 'ttl.enabled', true),
  has('dynamodb-ttl-attribute', TABLE, 'ttl.attributeName'),
];
