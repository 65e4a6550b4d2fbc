/** The accepted violations: a resource, a rule, the environments and the reason. */
export interface Exception {
  rule: string;
  resource: string;
  environments: string[];
  reason: string;
}

const BOTH = ['dev', 'prod'];
/** The functions behind the API. Event source mappings limit the concurrency of the others. */
const API_FUNCTIONS = [
  'createJobs',
  'listJobs',
  'getJob',
  'links',
  'batchLinks',
  'retryJob',
  'deleteJob',
  'openapi',
];
const LOG_GROUPS = [
  ...API_FUNCTIONS,
  'decode',
  'analyze',
  'record',
  'erase',
  'sweep',
  'access',
  'portal-waf',
];

export const EXCEPTIONS: Exception[] = [
  {
    rule: 's3-encrypted',
    resource: 'dicom-logs',
    environments: BOTH,
    reason: 'SSE-S3: log delivery supports no customer-managed key, and logs contain no images',
  },
  {
    rule: 's3-encrypted',
    resource: 'dicom-portal',
    environments: BOTH,
    reason:
      'SSE-S3: the page is public, and a key would cause a dependency cycle of key, bucket and distribution',
  },
  {
    rule: 's3-access-logged',
    resource: 'dicom-logs',
    environments: BOTH,
    reason: 'logging the log bucket to itself would create logs without end',
  },
  {
    rule: 'dynamodb-protected',
    resource: 'dicom-jobs',
    environments: ['dev'],
    reason: 'trial stacks are deleted in one step; prod rejects this setting',
  },
  {
    rule: 'lambda-bounded',
    resource: 'dicom-sweep',
    environments: BOTH,
    reason: 'one schedule invokes it, every five minutes',
  },
  {
    rule: 'cloudfront-tls',
    resource: 'dicom-portal',
    environments: ['dev'],
    reason: "CloudFront's own certificate permits TLS 1.0; prod requires a domain name",
  },
  ...API_FUNCTIONS.map((handler) => ({
    rule: 'lambda-bounded',
    resource: `dicom-${handler}`,
    environments: ['dev'],
    reason: 'accounts with a quota of 10 cannot reserve concurrency; the API throttles requests',
  })),
  ...LOG_GROUPS.map((log) => ({
    rule: 'logs-retention',
    resource: `dicom-${log}`,
    environments: ['dev'],
    reason: 'trial stacks keep logs for 30 days; prod requires 365',
  })),
];
