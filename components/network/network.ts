import * as aws from '@pulumi/aws';
import * as awsx from '@pulumi/awsx';
import * as pulumi from '@pulumi/pulumi';
import { createPolicyDocument, type Statement } from '../identity/createPolicyDocument.ts';
import type { AccessLogs } from '../storage/accessLogs.ts';

export interface NetworkArgs {
  region: pulumi.Input<string>;
  accountId: pulumi.Input<string>;
  /** The buckets that functions reach through the gateway endpoint. */
  buckets: aws.s3.Bucket[];
  table: aws.dynamodb.Table;
  bus: aws.cloudwatch.EventBus;
  seriesSecret: aws.secretsmanager.Secret;
  originSecret?: aws.secretsmanager.Secret;
  /** What the names of the queues begin with. */
  queuePrefix: string;
  /** Takes the VPC's flow logs. */
  accessLogs: AccessLogs;
  /**
   * A VPC that is there already, with its endpoints; `endpointCidrs` says where these are, if not in it. Without one, a
   * VPC with endpoints is made.
   */
  existing?: { vpcId: string; subnetIds: string[]; endpointCidrs: string[] };
}

/**
 * Where the functions run when nothing may leave by the internet: isolated subnets without NAT, and endpoints for
 * exactly the services they call. The Lambda service itself polls the queues, writes the logs and holds the
 * credentials; S3 calls KMS.
 */
export class Network extends pulumi.ComponentResource {
  /** For `vpcConfig` of every function. */
  readonly vpcConfig: aws.types.input.lambda.FunctionVpcConfig;

  constructor(name: string, args: NetworkArgs, opts?: pulumi.ComponentResourceOptions) {
    super('dicom-analyzer:index:Network', name, {}, opts);
    if (args.existing) {
      this.vpcConfig = this.joinVpc(name, args.existing, args.region);
    } else {
      this.vpcConfig = this.createVpc(name, args);
    }
    this.registerOutputs({});
  }

  /** Out to where the endpoints of the VPC are, and nowhere else. */
  private joinVpc(
    name: string,
    { vpcId, subnetIds, endpointCidrs }: NonNullable<NetworkArgs['existing']>,
    region: pulumi.Input<string>,
  ): aws.types.input.lambda.FunctionVpcConfig {
    const invoke = { parent: this };
    const group = this.functionsGroup(name, vpcId);
    const cidrs =
      endpointCidrs.length > 0 ? endpointCidrs : [aws.ec2.getVpcOutput({ id: vpcId }, invoke).cidrBlock];
    cidrs.forEach((cidrIpv4, index) =>
      this.letOut(`${name}-endpoints-${index}`, group, { cidrIpv4 }, 'to the interface endpoints'),
    );
    for (const service of ['s3', 'dynamodb']) {
      const list = aws.ec2.getPrefixListOutput(
        { name: pulumi.interpolate`com.amazonaws.${region}.${service}` },
        invoke,
      );
      this.letOut(`${name}-${service}`, group, { prefixListId: list.id }, `to ${service}`);
    }
    return { subnetIds, securityGroupIds: [group.id] };
  }

  private createVpc(name: string, args: NetworkArgs): aws.types.input.lambda.FunctionVpcConfig {
    const vpc = new awsx.ec2.Vpc(
      name,
      {
        numberOfAvailabilityZones: 2,
        natGateways: { strategy: 'None' },
        subnetStrategy: 'Auto',
        subnetSpecs: [{ type: 'Isolated' }],
        enableDnsHostnames: true,
      },
      { parent: this },
    );
    this.closeAndWatch(name, vpc, args.accessLogs);
    const functions = this.functionsGroup(name, vpc.vpcId);
    const endpoints = new aws.ec2.SecurityGroup(
      `${name}-endpoints`,
      { vpcId: vpc.vpcId, description: 'Endpoints: from the functions only' },
      { parent: this },
    );
    new aws.vpc.SecurityGroupIngressRule(
      `${name}-endpoints`,
      {
        securityGroupId: endpoints.id,
        referencedSecurityGroupId: functions.id,
        ipProtocol: 'tcp',
        fromPort: 443,
        toPort: 443,
        description: 'From the functions',
      },
      { parent: this },
    );
    this.letOut(
      `${name}-endpoints`,
      functions,
      { referencedSecurityGroupId: endpoints.id },
      'to the endpoints',
    );
    for (const [service, statement] of Object.entries(gatewayPolicies(args)))
      this.gateway(name, service, statement, vpc, functions, args.region);
    for (const [service, statement] of Object.entries(interfacePolicies(args)))
      new aws.ec2.VpcEndpoint(
        `${name}-${service}`,
        {
          vpcId: vpc.vpcId,
          serviceName: pulumi.interpolate`com.amazonaws.${args.region}.${service}`,
          vpcEndpointType: 'Interface',
          privateDnsEnabled: true,
          subnetIds: vpc.isolatedSubnetIds,
          securityGroupIds: [endpoints.id],
          policy: createPolicyDocument([statement]),
        },
        { parent: this },
      );
    return { subnetIds: vpc.isolatedSubnetIds, securityGroupIds: [functions.id] };
  }

  /** Nothing that forgets to name a group gets in or out, and what tries is written down. */
  private closeAndWatch(name: string, { vpcId }: awsx.ec2.Vpc, accessLogs: AccessLogs): void {
    new aws.ec2.DefaultSecurityGroup(name, { vpcId }, { parent: this });
    new aws.ec2.FlowLog(
      name,
      {
        vpcId,
        trafficType: 'ALL',
        logDestinationType: 's3',
        logDestination: pulumi.interpolate`${accessLogs.bucket.arn}/vpc`,
      },
      { parent: this, dependsOn: accessLogs.policy },
    );
  }

  private functionsGroup(name: string, vpcId: pulumi.Input<string>): aws.ec2.SecurityGroup {
    return new aws.ec2.SecurityGroup(
      `${name}-functions`,
      { vpcId, description: 'Functions: nothing in, HTTPS to endpoints out' },
      { parent: this },
    );
  }

  private letOut(
    name: string,
    group: aws.ec2.SecurityGroup,
    to: Pick<aws.vpc.SecurityGroupEgressRuleArgs, 'cidrIpv4' | 'prefixListId' | 'referencedSecurityGroupId'>,
    description: string,
  ): void {
    new aws.vpc.SecurityGroupEgressRule(
      name,
      { securityGroupId: group.id, ipProtocol: 'tcp', fromPort: 443, toPort: 443, description, ...to },
      { parent: this },
    );
  }

  private gateway(
    name: string,
    service: string,
    statement: Statement,
    vpc: awsx.ec2.Vpc,
    functions: aws.ec2.SecurityGroup,
    region: pulumi.Input<string>,
  ): void {
    const endpoint = new aws.ec2.VpcEndpoint(
      `${name}-${service}`,
      {
        vpcId: vpc.vpcId,
        serviceName: pulumi.interpolate`com.amazonaws.${region}.${service}`,
        vpcEndpointType: 'Gateway',
        routeTableIds: vpc.routeTables.apply((tables) => pulumi.all(tables.map(({ id }) => id))),
        policy: createPolicyDocument([statement]),
      },
      { parent: this },
    );
    this.letOut(`${name}-${service}`, functions, { prefixListId: endpoint.prefixListId }, `to ${service}`);
  }
}

/** Only what is ours passes, whoever asks with whatever rights. */
const through = (
  Action: string[],
  Resource: Statement['Resource'],
  accountId: pulumi.Input<string>,
): Statement => ({
  Effect: 'Allow',
  Principal: '*',
  Action,
  Resource: Resource!,
  Condition: { StringEquals: { 'aws:PrincipalAccount': accountId } },
});

const gatewayPolicies = ({ buckets, table, accountId }: NetworkArgs) => ({
  s3: through(
    [
      ...['s3:GetObject', 's3:GetObjectVersion', 's3:PutObject', 's3:DeleteObjectVersion'],
      ...['s3:ListBucket', 's3:ListBucketVersions'],
    ],
    buckets.flatMap(({ arn }) => [arn, pulumi.interpolate`${arn}/*`]),
    accountId,
  ),
  dynamodb: through(
    ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:Query'],
    [table.arn, pulumi.interpolate`${table.arn}/index/*`],
    accountId,
  ),
});

const interfacePolicies = ({
  bus,
  seriesSecret,
  originSecret,
  queuePrefix,
  region,
  accountId,
}: NetworkArgs) => ({
  events: through(['events:PutEvents'], bus.arn, accountId),
  rekognition: through(['rekognition:DetectLabels', 'rekognition:DetectText'], '*', accountId),
  secretsmanager: through(
    ['secretsmanager:GetSecretValue'],
    [seriesSecret.arn, ...(originSecret ? [originSecret.arn] : [])],
    accountId,
  ),
  // A throttled stage puts its message off.
  sqs: through(
    ['sqs:ChangeMessageVisibility'],
    pulumi.interpolate`arn:aws:sqs:${region}:${accountId}:${queuePrefix}-*`,
    accountId,
  ),
});
