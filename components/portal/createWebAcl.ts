import * as aws from '@pulumi/aws';
import type * as pulumi from '@pulumi/pulumi';
import { allowAccount, allowLogGroups } from '../storage/encryptionKeys.ts';
import { createPolicyDocument } from '../identity/createPolicyDocument.ts';

export interface WebAclArgs {
  accountId: pulumi.Input<string>;
  /** The days to keep the log of blocked requests. */
  logRetentionDays: number;
}

/** The region of CloudFront's WAF resources for every stack (WAF developer guide, "CloudFront"). */
const GLOBAL_REGION = 'us-east-1';

/** AWS's managed rule groups, in the order of evaluation. */
const MANAGED_RULES = [
  'AWSManagedRulesAmazonIpReputationList',
  'AWSManagedRulesCommonRuleSet',
  'AWSManagedRulesKnownBadInputsRuleSet',
];

/** The maximum number of requests from one address in five minutes. A viewer that polls every two seconds stays far below. */
const RATE_LIMIT = 2000;

/** Creates the distribution's web application firewall: AWS's managed rules, a rate limit per address, and a log. */
export function createWebAcl(name: string, args: WebAclArgs, parent: pulumi.Resource): aws.wafv2.WebAcl {
  const acl = new aws.wafv2.WebAcl(
    name,
    {
      region: GLOBAL_REGION,
      scope: 'CLOUDFRONT',
      description: 'Protects the portal and the API',
      defaultAction: { allow: {} },
      visibilityConfig: createVisibilityConfig(name),
      rules: [rateRule, ...MANAGED_RULES.map(managedRule)],
    },
    { parent },
  );
  logBlockedRequests(name, acl, args, parent);
  return acl;
}

/** Logs blocked requests with the rule that blocked them. The access log of the distribution has the others. */
function logBlockedRequests(
  name: string,
  acl: aws.wafv2.WebAcl,
  args: WebAclArgs,
  parent: pulumi.Resource,
): void {
  const key = new aws.kms.Key(
    `${name}-waf`,
    {
      region: GLOBAL_REGION,
      description: 'Encrypts the log of the web application firewall',
      enableKeyRotation: true,
      deletionWindowInDays: 30,
      policy: createPolicyDocument([
        allowAccount(args.accountId),
        allowLogGroups({ accountId: args.accountId, region: GLOBAL_REGION }),
      ]),
    },
    { parent },
  );
  const log = new aws.cloudwatch.LogGroup(
    `${name}-waf`,
    {
      region: GLOBAL_REGION,
      // WAF writes to groups of such a name only (WAF developer guide, "CloudWatch Logs").
      namePrefix: `aws-waf-logs-${name}-`,
      kmsKeyId: key.arn,
      retentionInDays: args.logRetentionDays,
    },
    { parent },
  );
  new aws.wafv2.WebAclLoggingConfiguration(
    name,
    {
      region: GLOBAL_REGION,
      resourceArn: acl.arn,
      logDestinationConfigs: [log.arn],
      redactedFields: [
        { singleHeader: { name: 'authorization' } },
        { singleHeader: { name: 'cookie' } },
        { queryString: {} },
      ],
      loggingFilter: {
        defaultBehavior: 'DROP',
        filters: [
          {
            behavior: 'KEEP',
            requirement: 'MEETS_ANY',
            conditions: ['BLOCK', 'COUNT'].map((action) => ({ actionCondition: { action } })),
          },
        ],
      },
    },
    { parent },
  );
}

const createVisibilityConfig = (metricName: string) => ({
  cloudwatchMetricsEnabled: true,
  // Samples would hold whole requests, tokens included.
  sampledRequestsEnabled: false,
  metricName,
});

const rateRule: aws.types.input.wafv2.WebAclRule = {
  name: 'rate',
  priority: 0,
  action: { block: {} },
  statement: { rateBasedStatement: { limit: RATE_LIMIT, aggregateKeyType: 'IP' } },
  visibilityConfig: createVisibilityConfig('rate'),
};

const managedRule = (name: string, index: number): aws.types.input.wafv2.WebAclRule => ({
  name,
  priority: index + 1,
  overrideAction: { none: {} },
  statement: { managedRuleGroupStatement: { vendorName: 'AWS', name } },
  visibilityConfig: createVisibilityConfig(name),
});
