import * as aws from '@pulumi/aws';
import type * as pulumi from '@pulumi/pulumi';

/** What CloudFront uses of WAF lives in this region, wherever the stack is (WAF developer guide, "CloudFront"). */
const GLOBAL_REGION = 'us-east-1';

/** AWS's own rules, in the order of evaluation. */
const MANAGED_RULES = [
  'AWSManagedRulesAmazonIpReputationList',
  'AWSManagedRulesCommonRuleSet',
  'AWSManagedRulesKnownBadInputsRuleSet',
];

/** Requests of one address in five minutes: a viewer that polls every two seconds stays far below. */
const RATE_LIMIT = 2000;

/** The web application firewall of the distribution: AWS's managed rules, and a rate for each address. */
export function webAcl(name: string, parent: pulumi.Resource): aws.wafv2.WebAcl {
  return new aws.wafv2.WebAcl(
    name,
    {
      region: GLOBAL_REGION,
      scope: 'CLOUDFRONT',
      description: 'Portal and API',
      defaultAction: { allow: {} },
      visibilityConfig: visible(name),
      rules: [rateRule, ...MANAGED_RULES.map(managedRule)],
    },
    { parent },
  );
}

const visible = (metricName: string) => ({
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
  visibilityConfig: visible('rate'),
};

const managedRule = (name: string, index: number): aws.types.input.wafv2.WebAclRule => ({
  name,
  priority: index + 1,
  overrideAction: { none: {} },
  statement: { managedRuleGroupStatement: { vendorName: 'AWS', name } },
  visibilityConfig: visible(name),
});
