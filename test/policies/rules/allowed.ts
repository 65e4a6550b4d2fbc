/** Returns the permissions of every function: its log and traces. */
export const everyFunction = (name: string): string[] => [
  `logs:CreateLogStream ${name}:*`,
  `logs:PutLogEvents ${name}:*`,
  'xray:PutTelemetryRecords *',
  'xray:PutTraceSegments *',
];

/** The further permissions of a function in a VPC, which the Lambda service uses. */
export const IN_VPC = [
  'ec2:CreateNetworkInterface *',
  'ec2:DescribeNetworkInterfaces *',
  'ec2:DescribeSubnets *',
  'ec2:DeleteNetworkInterface *',
  'ec2:AssignPrivateIpAddresses *',
  'ec2:UnassignPrivateIpAddresses *',
];

/** Returns the permissions of a stage for its queue. */
const queue = (name: string): string[] => [
  `sqs:ReceiveMessage ${name}`,
  `sqs:DeleteMessage ${name}`,
  `sqs:GetQueueAttributes ${name}`,
  `sqs:ChangeMessageVisibility ${name}`,
];

/** The exact further permissions of each handler. A change of a policy requires a change of these lines. */
export const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  analyze: [
    ...queue('dicom-analyze'),
    'dynamodb:GetItem dicom-jobs',
    'dynamodb:UpdateItem dicom-jobs',
    'events:PutEvents dicom as dicom-analyzer',
    'kms:Decrypt dicom-data via dynamodb',
    'kms:Decrypt dicom-data via s3',
    'kms:GenerateDataKey dicom-data via s3',
    'rekognition:DetectLabels *',
    'rekognition:DetectText *',
    's3:DeleteObjectVersion dicom-derived/results/rekognition/*',
    's3:GetObject dicom-derived/renditions/*',
    's3:GetObject dicom-derived/results/rekognition/*',
    's3:ListBucket dicom-derived',
    's3:ListBucketVersions dicom-derived',
    's3:PutObject dicom-derived/results/rekognition/*',
  ],
  createJobs: [
    'dynamodb:GetItem dicom-jobs',
    'dynamodb:PutItem dicom-jobs',
    'dynamodb:UpdateItem dicom-jobs',
    'kms:Decrypt dicom-data via dynamodb',
    'kms:GenerateDataKey dicom-data via s3',
    's3:PutObject dicom-uploads/uploads/*',
  ],
  decode: [
    ...queue('dicom-decode'),
    'dynamodb:GetItem dicom-jobs',
    'dynamodb:PutItem dicom-jobs',
    'dynamodb:UpdateItem dicom-jobs',
    'events:PutEvents dicom as dicom-analyzer',
    'kms:Decrypt dicom-data via dynamodb',
    'kms:Decrypt dicom-data via s3',
    'kms:Decrypt dicom-data via secretsmanager',
    'kms:GenerateDataKey dicom-data via s3',
    's3:DeleteObjectVersion dicom-derived/renditions/*',
    's3:DeleteObjectVersion dicom-uploads/incoming/*',
    's3:DeleteObjectVersion dicom-uploads/uploads/*',
    's3:GetObjectVersion dicom-uploads/incoming/*',
    's3:GetObjectVersion dicom-uploads/uploads/*',
    's3:ListBucket dicom-uploads',
    's3:ListBucketVersions dicom-derived',
    's3:ListBucketVersions dicom-uploads',
    's3:PutObject dicom-derived/renditions/*',
    'secretsmanager:GetSecretValue dicom-series',
  ],
  deleteJob: [
    'dynamodb:GetItem dicom-jobs',
    'dynamodb:PutItem dicom-jobs',
    'events:PutEvents dicom as dicom-analyzer',
    'kms:Decrypt dicom-data via dynamodb',
  ],
  erase: [
    ...queue('dicom-erase'),
    'dynamodb:GetItem dicom-jobs',
    'kms:Decrypt dicom-data via dynamodb',
    's3:DeleteObjectVersion dicom-derived/renditions/*',
    's3:DeleteObjectVersion dicom-derived/results/*',
    's3:DeleteObjectVersion dicom-uploads/incoming/*',
    's3:DeleteObjectVersion dicom-uploads/uploads/*',
    's3:ListBucketVersions dicom-derived',
    's3:ListBucketVersions dicom-uploads',
  ],
  getJob: [
    'dynamodb:GetItem dicom-jobs',
    'kms:Decrypt dicom-data via dynamodb',
    'kms:Decrypt dicom-data via s3',
    's3:GetObject dicom-derived/results/*',
  ],
  links: [
    'dynamodb:GetItem dicom-jobs',
    'kms:Decrypt dicom-data via dynamodb',
    'kms:Decrypt dicom-data via s3',
    's3:GetObject dicom-derived/renditions/*',
    's3:GetObjectVersion dicom-uploads/incoming/*',
    's3:GetObjectVersion dicom-uploads/uploads/*',
  ],
  listJobs: [
    'dynamodb:Query dicom-jobs/index/byBatch',
    'dynamodb:Query dicom-jobs/index/byTenant',
    'kms:Decrypt dicom-data via dynamodb',
  ],
  openapi: [],
  record: [
    ...queue('dicom-record'),
    'dynamodb:GetItem dicom-jobs',
    'dynamodb:UpdateItem dicom-jobs',
    'events:PutEvents dicom as dicom-analyzer',
    'kms:Decrypt dicom-data via dynamodb',
  ],
  retryJob: [
    'dynamodb:GetItem dicom-jobs',
    'dynamodb:UpdateItem dicom-jobs',
    'events:PutEvents dicom as dicom-analyzer',
    'kms:Decrypt dicom-data via dynamodb',
  ],
  sweep: [
    'dynamodb:GetItem dicom-jobs',
    'dynamodb:Query dicom-jobs/index/due',
    'dynamodb:UpdateItem dicom-jobs',
    'events:PutEvents dicom as dicom-analyzer',
    'kms:Decrypt dicom-data via dynamodb',
  ],
};
