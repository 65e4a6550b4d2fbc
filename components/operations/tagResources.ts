import type { ResourceTransformation } from '@pulumi/pulumi';

/** The resource types of this program that AWS can tag. */
const TAGGABLE = new Set([
  'aws:apigatewayv2/api:Api',
  'aws:apigatewayv2/stage:Stage',
  'aws:cloudfront/distribution:Distribution',
  'aws:cloudtrail/trail:Trail',
  'aws:cloudwatch/eventBus:EventBus',
  'aws:cloudwatch/eventRule:EventRule',
  'aws:budgets/budget:Budget',
  'aws:cloudwatch/logDelivery:LogDelivery',
  'aws:cloudwatch/logDeliveryDestination:LogDeliveryDestination',
  'aws:cloudwatch/logDeliverySource:LogDeliverySource',
  'aws:cloudwatch/logGroup:LogGroup',
  'aws:cloudwatch/metricAlarm:MetricAlarm',
  'aws:dynamodb/table:Table',
  'aws:ec2/defaultSecurityGroup:DefaultSecurityGroup',
  'aws:ec2/flowLog:FlowLog',
  'aws:ec2/securityGroup:SecurityGroup',
  'aws:ec2/vpcEndpoint:VpcEndpoint',
  'aws:iam/role:Role',
  'aws:kms/key:Key',
  'aws:lambda/eventSourceMapping:EventSourceMapping',
  'aws:lambda/function:Function',
  'aws:s3/bucket:Bucket',
  'aws:secretsmanager/secret:Secret',
  'aws:sns/topic:Topic',
  'aws:sqs/queue:Queue',
  'aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule',
  'aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule',
  'aws:wafv2/webAcl:WebAcl',
  'awsx:ec2:Vpc',
]);

/** Adds tags to every child that AWS can tag. A child's own tags take precedence. */
export const tagResources =
  (tags: Record<string, string>): ResourceTransformation =>
  ({ type, props, opts }) =>
    TAGGABLE.has(type)
      ? {
          props: {
            ...(props as object),
            tags: { ...tags, ...(props as { tags?: Record<string, string> }).tags },
          },
          opts,
        }
      : undefined;
