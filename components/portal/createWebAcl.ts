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

/** AWS's managed rule groups, in the order of evaluation, and their rules that only count. */
const MANAGED_RULES: [name: string, counting: string[]][] = [
  ['AWSManagedRulesAmazonIpReputationList', []],
  // SizeRestrictions_BODY would block bodies over 8 KB, such as a request for 100 files. The API has its own limits.
  ['AWSManagedRulesCommonRuleSet', ['SizeRestrictions_BODY']],
  ['AWSManagedRulesKnownBadInputsRuleSet', []],
];

/**
 * The most requests of one user, which is one Authorization header, in five minutes. A page that polls sends at most
 * one request a second (300), loads at most 100 lists and links, and creates at most 100 jobs with one: 2,000 leave
 * room for four such pages. WAF leaves requests without the header out of this rule (WAF developer guide, "Rate-based
 * rule aggregation instances and counts").
 */
const TOKEN_RATE_LIMIT = 2000;

/**
 * The most requests from one address in five minutes. A hospital's users share one address: 500 of them send 300 polls,
 * 100 other calls and 60 files of the portal each, which are 230,000.
 */
const ADDRESS_RATE_LIMIT = 250_000;

/** Creates the distribution's web application firewall: AWS's managed rules, rate limits per user and address, and a log. */
export function createWebAcl(name: string, args: WebAclArgs, parent: pulumi.Resource): aws.wafv2.WebAcl {
  const acl = new aws.wafv2.WebAcl(
    name,
    {
      region: GLOBAL_REGION,
      scope: 'CLOUDFRONT',
      description: 'Protects the portal and the API',
      defaultAction: { allow: {} },
      visibilityConfig: createVisibilityConfig(name),
      rules: [tokenRateRule, addressRateRule, ...MANAGED_RULES.map(managedRule)],
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

const tokenRateRule: aws.types.input.wafv2.WebAclRule = {
  name: 'token-rate',
  priority: 0,
  action: { block: {} },
  statement: {
    rateBasedStatement: {
      limit: TOKEN_RATE_LIMIT,
      aggregateKeyType: 'CUSTOM_KEYS',
      customKeys: [
        { header: { name: 'authorization', textTransformations: [{ priority: 0, type: 'NONE' }] } },
      ],
    },
  },
  visibilityConfig: createVisibilityConfig('token-rate'),
};

const addressRateRule: aws.types.input.wafv2.WebAclRule = {
  name: 'address-rate',
  priority: 1,
  action: { block: {} },
  statement: { rateBasedStatement: { limit: ADDRESS_RATE_LIMIT, aggregateKeyType: 'IP' } },
  visibilityConfig: createVisibilityConfig('address-rate'),
};

const managedRule = (
  [name, counting]: [name: string, counting: string[]],
  index: number,
): aws.types.input.wafv2.WebAclRule => ({
  name,
  priority: index + 2,
  overrideAction: { none: {} },
  statement: {
    managedRuleGroupStatement: {
      vendorName: 'AWS',
      name,
      ruleActionOverrides: counting.map((rule) => ({ name: rule, actionToUse: { count: {} } })),
    },
  },
  visibilityConfig: createVisibilityConfig(name),
});
