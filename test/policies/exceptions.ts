/** The accepted violations: a resource, a rule, the environments and the reason. */
export interface Exception {
  rule: string;
  resource: string;
  environments: string[];
  reason: string;
}

const BOTH = ['dev', 'prod'];
/** The functions behind the API; those behind queues are bounded by their mappings. */
const API_FUNCTIONS = ['createJobs', 'listJobs', 'getJob', 'links', 'retryJob', 'deleteJob', 'openapi'];
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
    reason: 'SSE-S3: log delivery knows no customer-managed key, and a log holds no image',
  },
  {
    rule: 's3-encrypted',
    resource: 'dicom-portal',
    environments: BOTH,
    reason: 'SSE-S3: the page is public, and a key would make a cycle of key, bucket and distribution',
  },
  {
    rule: 's3-access-logged',
    resource: 'dicom-logs',
    environments: BOTH,
    reason: 'a log of the log bucket in itself would grow by its own writing',
  },
  {
    rule: 'dynamodb-protected',
    resource: 'dicom-jobs',
    environments: ['dev'],
    reason: 'a trial is torn down in one step; prod refuses to be configured so',
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
    reason: "CloudFront's own certificate lets TLS 1.0 in; your own domain name avoids it",
  },
  ...API_FUNCTIONS.map((handler) => ({
    rule: 'lambda-bounded',
    resource: `dicom-${handler}`,
    environments: ['dev'],
    reason: 'accounts at a quota of 10 refuse reserved concurrency; the API throttles before',
  })),
  ...LOG_GROUPS.map((log) => ({
    rule: 'logs-retention',
    resource: `dicom-${log}`,
    environments: ['dev'],
    reason: 'a trial keeps logs for 30 days; prod refuses less than 365',
  })),
];
