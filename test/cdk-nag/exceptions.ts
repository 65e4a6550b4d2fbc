/** The accepted findings of the packs: the rule, the resources and the reason. */
export interface Exception {
  rule: RegExp;
  resource: RegExp;
  reason: string;
}

const API = 'createJobs|listJobs|getJob|links|batchLinks|retryJob|deleteJob|openapi';
const STAGES = 'decode|analyze|record|erase';

export const EXCEPTIONS: Exception[] = [
  {
    rule: /^AwsSolutions-APIG4$/,
    resource: /^Route dicom-GET-openapi-json$/,
    reason: 'the API document contains nothing confidential, and is the only public route',
  },
  {
    rule: /^AwsSolutions-CFR1$/,
    resource: /^Distribution dicom-portal$/,
    reason: 'the countries of access are for the hospital to decide; tokens control the access',
  },
  {
    rule: /^AwsSolutions-CFR3$/,
    resource: /^Distribution dicom-portal$/,
    reason:
      'standard logging v2 (LogDelivery) logs it, which the rule does not check; legacy logging requires ACLs',
  },
  {
    rule: /^AwsSolutions-CFR4$/,
    resource: /^Distribution dicom-portal$/,
    reason:
      "staging's example has no domain name, and CloudFront's certificate permits TLS 1.0; prod rejects that",
  },
  {
    rule: /^AwsSolutions-IAM5\[Resource::\*\]$/,
    resource: /^Role dicom-/,
    reason:
      'X-Ray, Rekognition and the network interfaces of Lambda know no resources; each action with its page in test/policies/rules/security.ts',
  },
  {
    rule: /^AwsSolutions-IAM5\[Resource::<dicom(Uploads|Derived)Bucket\.Arn>\/(uploads|incoming|renditions|results|results\/rekognition)\/\*\]$/,
    resource: new RegExp(`^Role dicom-(${API}|${STAGES})$`),
    reason:
      'keys hold the ids of tenants and jobs to come; each handler has its own prefixes, as ALLOWED lists them',
  },
  {
    rule: /^AwsSolutions-IAM5\[Resource::arn:aws:logs:[^*]+:log-group:\/aws\/lambda\/dicom-[^*]+:\*\]$/,
    resource: /^Role dicom-/,
    reason: "the streams of the function's own log group, which Lambda names",
  },
  {
    rule: /^AwsSolutions-L1$/,
    resource: /^Function dicom-/,
    reason: 'nodejs22.x is current until April 2027 (Lambda developer guide, "Lambda runtimes")',
  },
  {
    rule: /^(AwsSolutions-SMG4|HIPAA\.Security-SecretsManagerRotationEnabled)$/,
    resource: /^Secret dicom-series$/,
    reason: 'rotation would break the matching of slices to series; the HMAC key never leaves the account',
  },
  {
    rule: /^(AwsSolutions-SMG4|HIPAA\.Security-SecretsManagerRotationEnabled)$/,
    resource: /^Secret dicom-origin$/,
    reason:
      'CloudFront must change with it: a new value in the configuration rotates both, and the old one is taken meanwhile',
  },
  {
    rule: /^AwsSolutions-SQS3$/,
    resource: /^Queue dicom-sweep-dlq$/,
    reason: "it is the dead-letter queue of a rule's target, which the rule does not check",
  },
  {
    rule: /^HIPAA\.Security-CloudTrailCloudWatchLogsEnabled$/,
    resource: /^Trail dicom-audit$/,
    reason: 'the trail is kept validated and encrypted in its bucket; alarms on it are the landing zone’s',
  },
  {
    rule: /^HIPAA\.Security-DynamoDBInBackupPlan$/,
    resource: /^Table dicom-jobs$/,
    reason:
      'point-in-time recovery goes back 35 days; plans beyond that are the organisation’s (AWS Backup, by tag)',
  },
  {
    rule: /^HIPAA\.Security-IAMNoInlinePolicy$/,
    resource: /^Role dicom-/,
    reason:
      'one role, one function, one allow-list: an inline policy cannot be attached to anything else, and goes with its role',
  },
  {
    rule: /^HIPAA\.Security-LambdaConcurrency$/,
    resource: new RegExp(`^Function dicom-(${STAGES}|sweep)$`),
    reason:
      "a stage is bounded by its mapping's maximumConcurrency, which the rule does not check, and the sweep by its schedule",
  },
  {
    rule: /^HIPAA\.Security-LambdaConcurrency$/,
    resource: new RegExp(`^Function dicom-(${API})$`),
    reason:
      "staging's example reserves nothing, as small accounts must; the API's own rate bounds it. prod's does",
  },
  {
    rule: /^HIPAA\.Security-LambdaDLQ$/,
    resource: /^Function dicom-/,
    reason:
      'no function is invoked asynchronously but by a rule whose target has a dead-letter queue; the others answer, or have a queue with one',
  },
  {
    rule: /^HIPAA\.Security-S3BucketReplicationEnabled$/,
    resource: /^Bucket dicom-(uploads|derived|portal|logs|audit)$/,
    reason:
      'what is uploaded is a copy of what the PACS keeps; a second copy of patients’ images in another region is for the hospital to decide',
  },
  {
    rule: /^HIPAA\.Security-S3DefaultEncryptionKMS$/,
    resource: /^Bucket dicom-(logs|portal)$/,
    reason:
      'SSE-S3: log delivery supports no customer-managed key, and one for public files would make a cycle of key, bucket and distribution',
  },
  {
    rule: /^HIPAA\.Security-VPCDefaultSecurityGroupClosed$/,
    resource: /^Vpc dicom-network$/,
    reason: 'it is closed by a DefaultSecurityGroup without rules, which CloudFormation does not know',
  },
];
