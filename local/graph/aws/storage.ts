import { createHash } from 'node:crypto';
import { INERT, requireString, type Registration, type ResourceType } from '../resourceType.ts';

const ofBucket = (registration: Registration) => ({ id: requireString(registration, 'bucket') });

/** S3, DynamoDB. Several resources hold the settings of one bucket; the id of each is the name of the bucket. */
export const storage: Readonly<Record<string, ResourceType>> = {
  'aws:s3/bucket:Bucket': {
    autoName: 'bucket',
    outputs: ({ physicalName, settings }) => ({
      id: physicalName,
      bucket: physicalName,
      arn: `arn:aws:s3:::${physicalName}`,
      bucketDomainName: `${physicalName}.s3.amazonaws.com`,
      bucketRegionalDomainName: `${physicalName}.s3.${settings.region}.amazonaws.com`,
      hostedZoneId: 'Z3AQBSTGFYJSTF',
      region: settings.region,
    }),
    served: ['bucket'],
    inert: { forceDestroy: INERT.destroy, 'tags.*': INERT.tags },
  },
  'aws:s3/bucketVersioning:BucketVersioning': {
    outputs: ofBucket,
    served: ['bucket', 'versioningConfiguration.status'],
    inert: {},
  },
  'aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration': {
    outputs: ofBucket,
    served: ['bucket', 'rules.*'],
    inert: {},
  },
  'aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock': {
    outputs: ofBucket,
    served: ['bucket', 'blockPublicAcls', 'blockPublicPolicy', 'ignorePublicAcls', 'restrictPublicBuckets'],
    inert: { skipDestroy: INERT.destroy },
  },
  'aws:s3/bucketOwnershipControls:BucketOwnershipControls': {
    outputs: ofBucket,
    served: ['bucket', 'rule.objectOwnership'],
    inert: {},
  },
  'aws:s3/bucketPolicy:BucketPolicy': { outputs: ofBucket, served: ['bucket', 'policy'], inert: {} },
  'aws:s3/bucketNotification:BucketNotification': {
    outputs: ofBucket,
    served: ['bucket', 'eventbridge'],
    inert: {},
  },
  'aws:s3/bucketCorsConfiguration:BucketCorsConfiguration': {
    outputs: ofBucket,
    served: ['bucket', 'corsRules.*'],
    inert: {},
  },
  'aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration': {
    outputs: ofBucket,
    served: ['bucket'],
    inert: {
      'rules.*': 'S3 applies lifecycle rules after days; nothing in a local run depends on them',
      transitionDefaultMinimumObjectSize: 'as the rules',
    },
  },
  'aws:s3/bucketLogging:BucketLogging': {
    outputs: ofBucket,
    served: ['bucket'],
    inert: {
      targetBucket: 'S3 delivers access logs hours later',
      targetPrefix: 'as targetBucket',
      'targetObjectKeyFormat.*': 'as targetBucket',
    },
  },
  'aws:s3/bucketObjectv2:BucketObjectv2': {
    outputs: (registration) => {
      const id = `${requireString(registration, 'bucket')}/${requireString(registration, 'key')}`;
      return { id, arn: `arn:aws:s3:::${id}`, etag: createHash('md5').update(id).digest('hex') };
    },
    served: ['bucket', 'key', 'content', 'source', 'contentBase64', 'contentType', 'cacheControl'],
    inert: {
      serverSideEncryption: INERT.encryption,
      contentDisposition: 'no portal object is an attachment',
      sourceHash: 'tells Pulumi when to upload again; every start uploads',
      etag: 'as sourceHash',
      forceDestroy: INERT.destroy,
      'tags.*': INERT.tags,
    },
  },
  'aws:dynamodb/table:Table': {
    autoName: 'name',
    outputs: ({ physicalName, settings }) => ({
      id: physicalName,
      name: physicalName,
      arn: `arn:aws:dynamodb:${settings.region}:${settings.accountId}:table/${physicalName}`,
    }),
    served: [
      'name',
      'billingMode',
      'hashKey',
      'rangeKey',
      'attributes.*',
      'globalSecondaryIndexes.*',
      'ttl.*',
    ],
    inert: {
      'pointInTimeRecovery.*': 'the data directory has no backups',
      'serverSideEncryption.*': INERT.encryption,
      deletionProtectionEnabled: INERT.destroy,
      tableClass: 'a matter of price',
      onDemandThroughput: 'only limits cost',
      'onDemandThroughput.*': 'only limits cost',
      'tags.*': INERT.tags,
    },
  },
};
