/** What breaks a rule for a reason: one resource, one rule, and in which environments. */
export interface Exception {
  rule: string;
  resource: RegExp;
  environments: string[];
  reason: string;
}

export const EXCEPTIONS: Exception[] = [
  {
    rule: 'dynamodb-protected',
    resource: /^dicom-jobs$/,
    environments: ['dev'],
    reason: 'a trial is torn down in one step; prod refuses to be configured so',
  },
  {
    rule: 'logs-retention',
    resource: /^dicom-/,
    environments: ['dev'],
    reason: 'a trial keeps logs for 30 days; prod refuses less than 365',
  },
  {
    rule: 'lambda-bounded',
    resource: /^dicom-(createJobs|listJobs|getJob|links|retryJob|deleteJob|openapi)$/,
    environments: ['dev'],
    reason: 'accounts at a quota of 10 refuse reserved concurrency; the API throttles before',
  },
  {
    rule: 'lambda-bounded',
    resource: /^dicom-sweep$/,
    environments: ['dev', 'prod'],
    reason: 'one schedule invokes it, every five minutes',
  },
  {
    rule: 'cloudfront-tls',
    resource: /^dicom-portal$/,
    environments: ['dev'],
    reason: "CloudFront's own certificate lets TLS 1.0 in; a domain of one's own cures it",
  },
];
