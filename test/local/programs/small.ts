import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

const parent = new pulumi.ComponentResource('test:index:Group', 'group');
const bucket = new aws.s3.Bucket('uploads', {}, { parent });
new aws.s3.BucketObjectv2('page', {
  bucket: bucket.bucket,
  key: 'index.html',
  content: pulumi.secret('<p>hello</p>'),
  contentType: 'text/html',
});
const role = new aws.iam.Role('role', { assumeRolePolicy: '{}' });
const handler = new aws.lambda.Function('echo', {
  role: role.arn,
  runtime: 'nodejs22.x',
  handler: 'index.handler',
  code: new pulumi.asset.AssetArchive({
    'index.mjs': new pulumi.asset.StringAsset('export const handler = async (event) => event;'),
  }),
});

export const bucketArn = bucket.arn;
export const functionArn = handler.arn;
