/**
 * Converts a resource graph to a CloudFormation template for the rules of cdk-nag. The template is never deployed. A type
 * that cannot be converted causes an error that names it.
 */
import type { Graph, GraphResource } from '../../local/graph/graph.ts';

export interface CfnResource {
  Type: string;
  Properties: Record<string, unknown>;
}
export interface Template {
  Resources: Record<string, CfnResource>;
}

type Inputs = Record<string, any>;
type Render = (inputs: Inputs, related: RelatedResources, resource: GraphResource) => Record<string, unknown>;

/** The other resources that configure a resource: the provider splits one AWS resource into several. */
class RelatedResources {
  readonly #graph: Graph;
  constructor(graph: Graph) {
    this.#graph = graph;
  }
  all(type: string, test: (inputs: Inputs) => boolean): Inputs[] {
    return this.#graph.resources
      .filter((one) => one.type === type && test(one.inputs as Inputs))
      .map(({ inputs }) => inputs as Inputs);
  }
  one(type: string, test: (inputs: Inputs) => boolean): Inputs | undefined {
    return this.all(type, test)[0];
  }
}

const Upper = (key: string): string => key.charAt(0).toUpperCase() + key.slice(1);
/** Capitalizes property names, as CloudFormation does. */
const upper = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(upper);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [Upper(key), upper(inner)]));
};
const pick = (inputs: Inputs, ...names: string[]): Record<string, unknown> =>
  Object.fromEntries(
    names.filter((name) => inputs[name] !== undefined).map((name) => [Upper(name), upper(inputs[name])]),
  );
const policy = (text: unknown): unknown => JSON.parse(String(text)) as unknown;
const tagsOf = ({ tags = {} }: Inputs) => ({
  Tags: Object.entries(tags as Record<string, string>).map(([Key, Value]) => ({ Key, Value })),
});

const keySchema = ({ hashKey, rangeKey }: Inputs) => [
  { AttributeName: hashKey, KeyType: 'HASH' },
  ...(rangeKey === undefined ? [] : [{ AttributeName: rangeKey, KeyType: 'RANGE' }]),
];

const behavior = ({ pathPattern, ...given }: Inputs) => ({
  ...(pathPattern === undefined ? {} : { PathPattern: pathPattern }),
  ...(upper(given) as object),
});

const RENDERED: Record<string, [type: string, render: Render]> = {
  'aws:s3/bucket:Bucket': [
    'AWS::S3::Bucket',
    (inputs, related, { outputs }) => {
      const of = (setting: string) =>
        related.one(`aws:s3/bucket${setting}`, ({ bucket }) => bucket === outputs.bucket);
      const [rule] = (of('ServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration')
        ?.rules ?? []) as Inputs[];
      const byDefault = rule?.applyServerSideEncryptionByDefault as Inputs | undefined;
      const logging = of('Logging:BucketLogging');
      const block = of('PublicAccessBlock:BucketPublicAccessBlock');
      const [lifecycle] = (of('LifecycleConfiguration:BucketLifecycleConfiguration')?.rules ??
        []) as Inputs[];
      return {
        ...(byDefault && {
          BucketEncryption: {
            ServerSideEncryptionConfiguration: [
              {
                ServerSideEncryptionByDefault: {
                  SSEAlgorithm: byDefault.sseAlgorithm,
                  ...(byDefault.kmsMasterKeyId && { KMSMasterKeyID: byDefault.kmsMasterKeyId }),
                },
                ...(rule!.bucketKeyEnabled && { BucketKeyEnabled: true }),
              },
            ],
          },
        }),
        VersioningConfiguration: {
          Status: of('Versioning:BucketVersioning')?.versioningConfiguration?.status ?? 'Suspended',
        },
        ...(logging && {
          LoggingConfiguration: {
            DestinationBucketName: logging.targetBucket,
            LogFilePrefix: logging.targetPrefix,
          },
        }),
        ...(block && {
          PublicAccessBlockConfiguration: pick(
            block,
            ...['blockPublicAcls', 'blockPublicPolicy', 'ignorePublicAcls', 'restrictPublicBuckets'],
          ),
        }),
        OwnershipControls: {
          Rules: [
            { ObjectOwnership: of('OwnershipControls:BucketOwnershipControls')?.rule?.objectOwnership },
          ],
        },
        ...(lifecycle && {
          LifecycleConfiguration: {
            Rules: [
              {
                Id: lifecycle.id,
                Status: lifecycle.status,
                ...(lifecycle.expiration && { ExpirationInDays: lifecycle.expiration.days }),
                NoncurrentVersionExpiration: {
                  NoncurrentDays: lifecycle.noncurrentVersionExpiration.noncurrentDays,
                },
                AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 },
              },
            ],
          },
        }),
        ...(of('Notification:BucketNotification')?.eventbridge === true && {
          NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } },
        }),
        ...tagsOf(inputs),
      };
    },
  ],
  'aws:s3/bucketPolicy:BucketPolicy': [
    'AWS::S3::BucketPolicy',
    (inputs) => ({ Bucket: inputs.bucket, PolicyDocument: policy(inputs.policy) }),
  ],
  'aws:dynamodb/table:Table': [
    'AWS::DynamoDB::Table',
    (inputs) => ({
      BillingMode: inputs.billingMode,
      KeySchema: keySchema(inputs),
      AttributeDefinitions: (inputs.attributes as Inputs[]).map(({ name, type }) => ({
        AttributeName: name,
        AttributeType: type,
      })),
      GlobalSecondaryIndexes: (inputs.globalSecondaryIndexes as Inputs[]).map((index) => ({
        IndexName: index.name,
        KeySchema: keySchema(index),
        Projection: { ProjectionType: index.projectionType },
      })),
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: inputs.pointInTimeRecovery?.enabled },
      SSESpecification: {
        SSEEnabled: inputs.serverSideEncryption?.enabled,
        SSEType: 'KMS',
        KMSMasterKeyId: inputs.serverSideEncryption?.kmsKeyArn,
      },
      TimeToLiveSpecification: { AttributeName: inputs.ttl?.attributeName, Enabled: inputs.ttl?.enabled },
      DeletionProtectionEnabled: inputs.deletionProtectionEnabled,
      ...tagsOf(inputs),
    }),
  ],
  'aws:sqs/queue:Queue': [
    'AWS::SQS::Queue',
    (inputs) => {
      return {
        SqsManagedSseEnabled: inputs.sqsManagedSseEnabled,
        MessageRetentionPeriod: inputs.messageRetentionSeconds,
        ...(inputs.visibilityTimeoutSeconds && { VisibilityTimeout: inputs.visibilityTimeoutSeconds }),
        ...(inputs.redrivePolicy && { RedrivePolicy: policy(inputs.redrivePolicy) }),
        ...tagsOf(inputs),
      };
    },
  ],
  'aws:sqs/queuePolicy:QueuePolicy': [
    'AWS::SQS::QueuePolicy',
    (inputs) => ({ Queues: [inputs.queueUrl], PolicyDocument: policy(inputs.policy) }),
  ],
  'aws:sns/topic:Topic': [
    'AWS::SNS::Topic',
    (inputs) => ({ KmsMasterKeyId: inputs.kmsMasterKeyId, ...tagsOf(inputs) }),
  ],
  'aws:sns/topicPolicy:TopicPolicy': [
    'AWS::SNS::TopicPolicy',
    (inputs) => ({ Topics: [inputs.arn], PolicyDocument: policy(inputs.policy) }),
  ],
  'aws:sns/topicSubscription:TopicSubscription': [
    'AWS::SNS::Subscription',
    (inputs) => ({ TopicArn: inputs.topic, ...pick(inputs, 'protocol', 'endpoint') }),
  ],
  'aws:lambda/function:Function': [
    'AWS::Lambda::Function',
    (inputs) => ({
      ...pick(inputs, 'runtime', 'handler', 'role', 'timeout', 'memorySize', 'kmsKeyArn', 'architectures'),
      ...pick(inputs, 'tracingConfig', 'reservedConcurrentExecutions', 'vpcConfig', 'loggingConfig'),
      Code: { ZipFile: 'exports.handler = () => undefined;' },
      Environment: { Variables: inputs.environment.variables as unknown },
      ...tagsOf(inputs),
    }),
  ],
  'aws:lambda/permission:Permission': [
    'AWS::Lambda::Permission',
    (inputs) => ({ FunctionName: inputs.function, ...pick(inputs, 'action', 'principal', 'sourceArn') }),
  ],
  'aws:lambda/eventSourceMapping:EventSourceMapping': [
    'AWS::Lambda::EventSourceMapping',
    (inputs) => ({
      ...pick(
        inputs,
        'eventSourceArn',
        'functionName',
        'batchSize',
        'functionResponseTypes',
        'scalingConfig',
      ),
    }),
  ],
  'aws:iam/role:Role': [
    'AWS::IAM::Role',
    (inputs, related, { outputs }) => ({
      AssumeRolePolicyDocument: policy(inputs.assumeRolePolicy),
      Policies: related
        .all('aws:iam/rolePolicy:RolePolicy', ({ role }) => role === outputs.name)
        .map((one) => ({ PolicyName: 'allow-list', PolicyDocument: policy(one.policy) })),
      ...tagsOf(inputs),
    }),
  ],
  'aws:kms/key:Key': [
    'AWS::KMS::Key',
    (inputs) => ({
      Description: inputs.description,
      EnableKeyRotation: inputs.enableKeyRotation,
      PendingWindowInDays: inputs.deletionWindowInDays,
      KeyPolicy: policy(inputs.policy),
      ...tagsOf(inputs),
    }),
  ],
  'aws:secretsmanager/secret:Secret': [
    'AWS::SecretsManager::Secret',
    (inputs) => ({ ...pick(inputs, 'description', 'kmsKeyId'), ...tagsOf(inputs) }),
  ],
  'aws:cloudwatch/logGroup:LogGroup': [
    'AWS::Logs::LogGroup',
    (inputs) => ({ ...pick(inputs, 'kmsKeyId', 'retentionInDays'), ...tagsOf(inputs) }),
  ],
  'aws:cloudwatch/metricAlarm:MetricAlarm': [
    'AWS::CloudWatch::Alarm',
    (inputs) => ({
      ...pick(
        inputs,
        'alarmDescription',
        'namespace',
        'metricName',
        'statistic',
        'period',
        'evaluationPeriods',
      ),
      ...pick(inputs, 'comparisonOperator', 'threshold', 'treatMissingData', 'alarmActions'),
      ...(inputs.metricQueries === undefined
        ? {}
        : { Metrics: (inputs.metricQueries as Inputs[]).map(metricQuery) }),
      OKActions: inputs.okActions,
      Dimensions: dimensionsOf(inputs),
    }),
  ],
  'aws:cloudwatch/dashboard:Dashboard': [
    'AWS::CloudWatch::Dashboard',
    (inputs) => pick(inputs, 'dashboardName', 'dashboardBody'),
  ],
  'aws:cloudwatch/eventBus:EventBus': [
    'AWS::Events::EventBus',
    (_inputs, _around, { outputs }) => ({ Name: outputs.name }),
  ],
  'aws:cloudwatch/eventBusPolicy:EventBusPolicy': [
    'AWS::Events::EventBusPolicy',
    (inputs) => {
      const { Statement } = policy(inputs.policy) as { Statement: Inputs[] };
      return { EventBusName: inputs.eventBusName, StatementId: Statement[0]!.Sid, Statement: Statement[0] };
    },
  ],
  'aws:cloudwatch/eventArchive:EventArchive': [
    'AWS::Events::Archive',
    (inputs) => ({ SourceArn: inputs.eventSourceArn, RetentionDays: inputs.retentionDays }),
  ],
  'aws:cloudwatch/eventRule:EventRule': [
    'AWS::Events::Rule',
    (inputs, related, { outputs }) => ({
      ...pick(inputs, 'description', 'scheduleExpression', 'eventBusName'),
      ...(inputs.eventPattern && { EventPattern: policy(inputs.eventPattern) }),
      Targets: related
        .all('aws:cloudwatch/eventTarget:EventTarget', ({ rule }) => rule === outputs.name)
        .map((target) => ({
          Id: 'target',
          Arn: target.arn,
          DeadLetterConfig: upper(target.deadLetterConfig),
          RetryPolicy: upper(target.retryPolicy),
        })),
    }),
  ],
  'aws:cloudwatch/logDeliverySource:LogDeliverySource': [
    'AWS::Logs::DeliverySource',
    (inputs) => pick(inputs, 'name', 'logType', 'resourceArn'),
  ],
  'aws:cloudwatch/logDeliveryDestination:LogDeliveryDestination': [
    'AWS::Logs::DeliveryDestination',
    (inputs) => ({
      Name: inputs.name,
      DestinationResourceArn: inputs.deliveryDestinationConfiguration.destinationResourceArn,
      OutputFormat: inputs.outputFormat,
    }),
  ],
  'aws:cloudwatch/logDelivery:LogDelivery': [
    'AWS::Logs::Delivery',
    (inputs) => pick(inputs, 'deliverySourceName', 'deliveryDestinationArn', 'recordFields'),
  ],
  'aws:apigatewayv2/api:Api': [
    'AWS::ApiGatewayV2::Api',
    (inputs, _around, { outputs }) => ({
      Name: outputs.name,
      ...pick(inputs, 'protocolType', 'description', 'corsConfiguration'),
    }),
  ],
  'aws:apigatewayv2/stage:Stage': [
    'AWS::ApiGatewayV2::Stage',
    (inputs) => ({
      StageName: inputs.name,
      ...pick(inputs, 'apiId', 'autoDeploy', 'accessLogSettings', 'defaultRouteSettings'),
    }),
  ],
  'aws:apigatewayv2/route:Route': [
    'AWS::ApiGatewayV2::Route',
    (inputs) => pick(inputs, 'apiId', 'routeKey', 'target', 'authorizationType', 'authorizerId'),
  ],
  'aws:apigatewayv2/integration:Integration': [
    'AWS::ApiGatewayV2::Integration',
    (inputs) => ({
      TimeoutInMillis: inputs.timeoutMilliseconds,
      ...pick(inputs, 'apiId', 'integrationType', 'integrationUri', 'payloadFormatVersion'),
    }),
  ],
  'aws:apigatewayv2/authorizer:Authorizer': [
    'AWS::ApiGatewayV2::Authorizer',
    (inputs, _around, { outputs }) => ({
      Name: outputs.name,
      IdentitySource: inputs.identitySources,
      JwtConfiguration: {
        Issuer: inputs.jwtConfiguration.issuer,
        Audience: inputs.jwtConfiguration.audiences,
      },
      ...pick(inputs, 'apiId', 'authorizerType'),
    }),
  ],
  'aws:cloudfront/originAccessControl:OriginAccessControl': [
    'AWS::CloudFront::OriginAccessControl',
    (inputs, _around, { outputs }) => ({
      OriginAccessControlConfig: {
        Name: outputs.name,
        ...pick(inputs, 'description', 'originAccessControlOriginType', 'signingBehavior', 'signingProtocol'),
      },
    }),
  ],
  'aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy': [
    'AWS::CloudFront::ResponseHeadersPolicy',
    (inputs, _around, { outputs }) => ({
      ResponseHeadersPolicyConfig: {
        Name: outputs.name,
        Comment: inputs.comment,
        SecurityHeadersConfig: upper(inputs.securityHeadersConfig),
      },
    }),
  ],
  'aws:cloudfront/distribution:Distribution': [
    'AWS::CloudFront::Distribution',
    (inputs) => {
      const certificate = inputs.viewerCertificate as Inputs;
      return {
        DistributionConfig: {
          ...pick(
            inputs,
            'enabled',
            'comment',
            'defaultRootObject',
            'httpVersion',
            'priceClass',
            'aliases',
            'restrictions',
          ),
          IPV6Enabled: inputs.isIpv6Enabled,
          WebACLId: inputs.webAclId,
          Origins: (inputs.origins as Inputs[]).map(
            ({ originId, domainName, originAccessControlId, customOriginConfig }) => ({
              Id: originId,
              DomainName: domainName,
              ...(originAccessControlId && {
                OriginAccessControlId: originAccessControlId,
                S3OriginConfig: { OriginAccessIdentity: '' },
              }),
              ...(customOriginConfig && {
                CustomOriginConfig: {
                  HTTPPort: customOriginConfig.httpPort,
                  HTTPSPort: customOriginConfig.httpsPort,
                  OriginProtocolPolicy: customOriginConfig.originProtocolPolicy,
                  OriginSSLProtocols: customOriginConfig.originSslProtocols,
                },
              }),
            }),
          ),
          DefaultCacheBehavior: behavior(inputs.defaultCacheBehavior as Inputs),
          CacheBehaviors: (inputs.orderedCacheBehaviors as Inputs[]).map(behavior),
          ViewerCertificate: certificate.acmCertificateArn
            ? {
                AcmCertificateArn: certificate.acmCertificateArn,
                SslSupportMethod: certificate.sslSupportMethod,
                MinimumProtocolVersion: certificate.minimumProtocolVersion,
              }
            : { CloudFrontDefaultCertificate: true },
        },
        ...tagsOf(inputs),
      };
    },
  ],
  'aws:wafv2/webAcl:WebAcl': [
    'AWS::WAFv2::WebACL',
    (inputs) => ({
      Scope: inputs.scope,
      DefaultAction: { Allow: {} },
      VisibilityConfig: visibility(inputs.visibilityConfig as Inputs),
      Rules: (inputs.rules as Inputs[]).map((rule) => ({
        Name: rule.name,
        Priority: rule.priority,
        ...(rule.action && { Action: { Block: {} } }),
        ...(rule.overrideAction && { OverrideAction: { None: {} } }),
        Statement: upper(rule.statement),
        VisibilityConfig: visibility(rule.visibilityConfig as Inputs),
      })),
    }),
  ],
  'aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration': [
    'AWS::WAFv2::LoggingConfiguration',
    (inputs) => pick(inputs, 'resourceArn', 'logDestinationConfigs'),
  ],
  'aws:ec2/securityGroup:SecurityGroup': [
    'AWS::EC2::SecurityGroup',
    (inputs) => ({ GroupDescription: inputs.description, VpcId: inputs.vpcId, ...tagsOf(inputs) }),
  ],
  'aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule': [
    'AWS::EC2::SecurityGroupEgress',
    (inputs) => ({
      GroupId: inputs.securityGroupId,
      ...pick(inputs, 'ipProtocol', 'fromPort', 'toPort', 'description'),
      ...(inputs.cidrIpv4 && { CidrIp: inputs.cidrIpv4 }),
      ...(inputs.prefixListId && { DestinationPrefixListId: inputs.prefixListId }),
      ...(inputs.referencedSecurityGroupId && {
        DestinationSecurityGroupId: inputs.referencedSecurityGroupId,
      }),
    }),
  ],
  'aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule': [
    'AWS::EC2::SecurityGroupIngress',
    (inputs) => ({
      GroupId: inputs.securityGroupId,
      SourceSecurityGroupId: inputs.referencedSecurityGroupId,
      ...pick(inputs, 'ipProtocol', 'fromPort', 'toPort', 'description'),
    }),
  ],
  'aws:ec2/vpcEndpoint:VpcEndpoint': [
    'AWS::EC2::VPCEndpoint',
    (inputs) => ({
      PolicyDocument: policy(inputs.policy),
      ...pick(
        inputs,
        'vpcId',
        'serviceName',
        'vpcEndpointType',
        'privateDnsEnabled',
        'subnetIds',
        'securityGroupIds',
      ),
      ...pick(inputs, 'routeTableIds'),
    }),
  ],
  'aws:ec2/flowLog:FlowLog': [
    'AWS::EC2::FlowLog',
    (inputs) => ({
      ResourceId: inputs.vpcId,
      ResourceType: 'VPC',
      ...pick(inputs, 'trafficType', 'logDestinationType', 'logDestination'),
    }),
  ],
  'awsx:ec2:Vpc': [
    'AWS::EC2::VPC',
    (inputs) => ({ CidrBlock: '10.0.0.0/16', EnableDnsHostnames: true, ...tagsOf(inputs) }),
  ],
  'aws:cloudtrail/trail:Trail': [
    'AWS::CloudTrail::Trail',
    (inputs) => ({
      IsLogging: true,
      IsMultiRegionTrail: inputs.isMultiRegionTrail,
      IncludeGlobalServiceEvents: inputs.includeGlobalServiceEvents,
      EnableLogFileValidation: inputs.enableLogFileValidation,
      KMSKeyId: inputs.kmsKeyId,
      S3BucketName: inputs.s3BucketName,
      EventSelectors: upper(inputs.eventSelectors),
    }),
  ],
  'aws:budgets/budget:Budget': [
    'AWS::Budgets::Budget',
    (inputs) => ({
      Budget: {
        BudgetType: inputs.budgetType,
        TimeUnit: inputs.timeUnit,
        BudgetLimit: { Amount: Number(inputs.limitAmount), Unit: inputs.limitUnit },
      },
    }),
  ],
  'aws:route53/record:Record': [
    'AWS::Route53::RecordSet',
    (inputs) => ({ HostedZoneId: inputs.zoneId, ...pick(inputs, 'name', 'type') }),
  ],
};

const dimensionsOf = (inputs: Inputs) =>
  Object.entries((inputs.dimensions ?? {}) as Inputs).map(([Name, Value]) => ({ Name, Value }));

const metricQuery = ({ id, expression, returnData, metric }: Inputs) => {
  if (metric === undefined) return { Id: id, Expression: expression, ReturnData: returnData };
  const { namespace, metricName, stat, period } = metric as Inputs;
  return {
    Id: id,
    ReturnData: returnData ?? false,
    MetricStat: {
      Metric: { Namespace: namespace, MetricName: metricName, Dimensions: dimensionsOf(metric as Inputs) },
      Stat: stat,
      Period: period,
    },
  };
};

const visibility = ({ cloudwatchMetricsEnabled, sampledRequestsEnabled, metricName }: Inputs) => ({
  CloudWatchMetricsEnabled: cloudwatchMetricsEnabled,
  SampledRequestsEnabled: sampledRequestsEnabled,
  MetricName: metricName,
});

/** Types that are rendered as part of others, or that CloudFormation does not have. */
const NOT_RENDERED: Record<string, string> = {
  'aws:s3/bucketObjectv2:BucketObjectv2': 'CloudFormation has no objects',
  'aws:secretsmanager/secretVersion:SecretVersion': 'a template must not contain secrets',
  'aws:ec2/defaultSecurityGroup:DefaultSecurityGroup': 'CloudFormation cannot change a default group',
  'aws:cloudwatch/eventTarget:EventTarget': 'part of the rule',
  'aws:iam/rolePolicy:RolePolicy': 'part of the role',
  'aws:sqs/redriveAllowPolicy:RedriveAllowPolicy': 'it would cause a dependency cycle of two queues',
};
const isPartOfBucket = (type: string): boolean => /^aws:s3\/bucket(?!Policy:)[A-Z]/.test(type);

/** CloudFormation's logical ids hold letters and digits only. */
const logicalId = ({ name, type }: GraphResource): string =>
  `${name}-${type.split(':').at(-1)!}`.replaceAll(/[^A-Za-z0-9]+(.)/g, (_whole, next: string) =>
    next.toUpperCase(),
  );

/** Renders every resource. An ARN, URL or name of another resource becomes a reference. */
export function cloudFormation(graph: Graph): { template: Template; names: Map<string, string> } {
  const related = new RelatedResources(graph);
  const Resources: Record<string, CfnResource> = {};
  const names = new Map<string, string>();
  const references: [value: string, reference: object][] = [];
  for (const resource of graph.resources) {
    const { type, name, outputs } = resource;
    if ((!resource.custom && !type.startsWith('awsx:')) || type in NOT_RENDERED || isPartOfBucket(type))
      continue;
    const rendered = RENDERED[type];
    if (rendered === undefined)
      throw new Error(`test/cdk-nag/cloudFormation.ts renders no ${type} (of \`${name}\`)`);
    const id = logicalId(resource);
    if (id in Resources) throw new Error(`two resources would be called ${id}`);
    Resources[id] = {
      Type: rendered[0],
      Properties: rendered[1](resource.inputs as Inputs, related, resource),
    };
    names.set(id, `${type.split(':').at(-1)!} ${name}`);
    if (
      typeof outputs.arn === 'string' &&
      ['AWS::S3::Bucket', 'AWS::SQS::Queue', 'AWS::KMS::Key', 'AWS::IAM::Role'].includes(rendered[0])
    )
      references.push([outputs.arn, { 'Fn::GetAtt': [id, 'Arn'] }]);
    if (rendered[0] === 'AWS::SNS::Topic') references.push([String(outputs.arn), { Ref: id }]);
    if (rendered[0] === 'AWS::S3::Bucket') references.push([String(outputs.bucket), { Ref: id }]);
    if (rendered[0] === 'AWS::SQS::Queue') references.push([String(outputs.url), { Ref: id }]);
    if (['AWS::EC2::SecurityGroup'].includes(rendered[0])) references.push([resource.id, { Ref: id }]);
    if (rendered[0] === 'AWS::EC2::VPC') references.push([String(outputs.vpcId), { Ref: id }]);
    if (rendered[0] === 'AWS::WAFv2::WebACL')
      references.push([String(outputs.arn), { 'Fn::GetAtt': [id, 'Arn'] }]);
    if (rendered[0] === 'AWS::ApiGatewayV2::Api') references.push([resource.id, { Ref: id }]);
  }
  const refer = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(refer);
    if (typeof value === 'object' && value !== null)
      return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, refer(inner)]));
    if (typeof value !== 'string') return value;
    const exact = references.find(([known]) => known === value);
    if (exact) return exact[1];
    const inside = references.find(([known]) => known.startsWith('arn:') && value.startsWith(`${known}/`));
    return inside ? { 'Fn::Join': ['', [inside[1], value.slice(inside[0].length)]] } : value;
  };
  for (const one of Object.values(Resources))
    one.Properties = refer(one.Properties) as Record<string, unknown>;
  return { template: { Resources }, names };
}
