import { at, first } from '../reading.ts';
import { rule, type Rule } from '../rule.ts';
import { atLeast, has, is } from './kinds.ts';
import { everyAllowing, hasExactActions, listOf, statementsOf } from './statements.ts';

const ENDPOINT = 'aws:ec2/vpcEndpoint:VpcEndpoint';
const EGRESS = 'aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule';
const INGRESS = 'aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule';
const VPC = 'awsx:ec2:Vpc';
const ACL = 'aws:wafv2/webAcl:WebAcl';
const isInterface: Rule['only'] = ({ props }) => props.vpcEndpointType === 'Interface';

const rulesOf = (props: object): object[] => {
  const rules = at(props, 'rules');
  return Array.isArray(rules) ? (rules as object[]) : [];
};

/** Rules for the private network and for the firewall. */
export const NETWORK: Rule[] = [
  is('vpc-without-nat', VPC, 'natGateways.strategy', 'None'),
  is('vpc-isolated', VPC, 'subnetSpecs.0.type', 'Isolated'),
  rule('vpc-flow-logged', VPC, 'has a flow log', (_vpc, stack) =>
    Boolean(
      stack.find('aws:ec2/flowLog:FlowLog', ({ trafficType }) => trafficType === 'ALL')?.logDestination,
    ),
  ),
  rule('endpoint-for-account', ENDPOINT, 'allows only this account', ({ props }) =>
    everyAllowing(statementsOf(props), (statement) =>
      /^\d{12}$/.test(String(at(statement, 'Condition.StringEquals.aws:PrincipalAccount'))),
    ),
  ),
  rule('endpoint-exact-actions', ENDPOINT, 'allows exact actions', ({ props }) =>
    hasExactActions(statementsOf(props)),
  ),
  rule(
    'endpoint-own-resources',
    ENDPOINT,
    'allows only resources of the stack, if the service has resource types',
    ({ props }) =>
      everyAllowing(statementsOf(props), (statement) => {
        const resources = listOf(statement.Resource);
        return resources.length > 0 && resources.every((one) => /^arn:aws:.*dicom/.test(one));
      }),
    // Rekognition's image operations have no resource types (Service Authorization Reference).
    { only: ({ props }) => !String(props.serviceName).endsWith('.rekognition') },
  ),
  is('endpoint-private-name', ENDPOINT, 'privateDnsEnabled', true, isInterface),
  has('endpoint-security-group', ENDPOINT, 'securityGroupIds.0', isInterface),
  rule(
    'egress-to-endpoints',
    EGRESS,
    'allows HTTPS egress to an endpoint',
    ({ props }) =>
      props.fromPort === 443 &&
      props.toPort === 443 &&
      props.ipProtocol === 'tcp' &&
      Boolean(props.referencedSecurityGroupId ?? props.prefixListId),
  ),
  rule(
    'egress-not-to-internet',
    EGRESS,
    'allows no egress to IP addresses',
    ({ props }) => [props.cidrIpv4, props.cidrIpv6].every((cidr) => cidr === undefined),
    { worst: '0.0.0.0/0' },
  ),
  rule(
    'ingress-from-functions',
    INGRESS,
    'allows HTTPS ingress from the functions',
    ({ props }) => props.toPort === 443 && Boolean(props.referencedSecurityGroupId),
  ),
  rule('waf-rate', ACL, 'blocks tokens above the rate limit', ({ props }) => {
    const header = 'statement.rateBasedStatement.customKeys.0.header.name';
    const rate = first(rulesOf(props), (one) => at(one, header) === 'authorization');
    return (
      Number(at(rate, 'statement.rateBasedStatement.limit')) >= 10 && at(rate, 'action.block') !== undefined
    );
  }),
  rule(
    'waf-rate-by-address',
    ACL,
    'blocks addresses above the rate limit, which 500 users behind one address do not reach',
    ({ props }) => {
      const key = 'statement.rateBasedStatement.aggregateKeyType';
      const rate = first(rulesOf(props), (one) => at(one, key) === 'IP');
      return (
        Number(at(rate, 'statement.rateBasedStatement.limit')) >= 230_000 &&
        at(rate, 'action.block') !== undefined
      );
    },
  ),
  rule('waf-body-size', ACL, 'counts bodies over 8 KB instead of blocking them', ({ props }) => {
    const name = 'statement.managedRuleGroupStatement.name';
    const common = first(rulesOf(props), (one) => at(one, name) === 'AWSManagedRulesCommonRuleSet');
    const override = 'statement.managedRuleGroupStatement.ruleActionOverrides.0';
    return (
      at(common, `${override}.name`) === 'SizeRestrictions_BODY' &&
      at(common, `${override}.actionToUse.count`) !== undefined
    );
  }),
  rule('waf-managed', ACL, 'applies the common rules of AWS', ({ props }) => {
    const name = 'statement.managedRuleGroupStatement.name';
    const common = first(rulesOf(props), (one) => at(one, name) === 'AWSManagedRulesCommonRuleSet');
    return at(common, 'overrideAction.none') !== undefined;
  }),
  rule('waf-logged', ACL, 'has a log', ({ props }, stack) => {
    const { arn } = props;
    const logging = stack.find(
      'aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration',
      (given) => Boolean(arn) && given.resourceArn === arn,
    );
    return Boolean(at(logging, 'logDestinationConfigs.0'));
  }),
  is('waf-global', ACL, 'region', 'us-east-1'),
  has('secret-own-key', 'aws:secretsmanager/secret:Secret', 'kmsKeyId'),
  has('topic-encrypted', 'aws:sns/topic:Topic', 'kmsMasterKeyId'),
  atLeast('kms-deletion-window', 'aws:kms/key:Key', 'deletionWindowInDays', 30),
];
