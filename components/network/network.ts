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
  /** The prefix of the queues' names. */
  queuePrefix: string;
  /** Receives the VPC's flow logs. */
  accessLogs: AccessLogs;
  /**
   * An existing VPC with its endpoints. `endpointCidrs` holds the blocks of endpoints outside the VPC's own block. By
   * default, the component creates a VPC with endpoints.
   */
  existing?: { vpcId: string; subnetIds: string[]; endpointCidrs: string[] };
}

/**
 * The network of functions without internet access: isolated subnets without NAT, and endpoints for exactly the services
 * that the functions call. The Lambda service polls the queues, writes the logs and holds the credentials, and S3 calls
 * KMS, so these need no endpoints.
 */
export class Network extends pulumi.ComponentResource {
  /** The `vpcConfig` of every function. */
  readonly vpcConfig: aws.types.input.lambda.FunctionVpcConfig;

  constructor(name: string, args: NetworkArgs, opts?: pulumi.ComponentResourceOptions) {
    super('dicom-analyzer:index:Network', name, {}, opts);
    if (args.existing) {
      this.vpcConfig = this.useVpc(name, args.existing, args.region);
    } else {
      this.vpcConfig = this.createVpc(name, args);
    }
    this.registerOutputs({});
  }

  /** Allows egress to the endpoints of an existing VPC only. */
  private useVpc(
    name: string,
    { vpcId, subnetIds, endpointCidrs }: NonNullable<NetworkArgs['existing']>,
    region: pulumi.Input<string>,
  ): aws.types.input.lambda.FunctionVpcConfig {
    const invoke = { parent: this };
    const group = this.createFunctionsGroup(name, vpcId);
    const cidrs =
      endpointCidrs.length > 0 ? endpointCidrs : [aws.ec2.getVpcOutput({ id: vpcId }, invoke).cidrBlock];
    cidrs.forEach((cidrIpv4, index) =>
      this.allowEgress(`${name}-endpoints-${index}`, group, { cidrIpv4 }, 'To the interface endpoints'),
    );
    for (const service of ['s3', 'dynamodb']) {
      const list = aws.ec2.getPrefixListOutput(
        { name: pulumi.interpolate`com.amazonaws.${region}.${service}` },
        invoke,
      );
      this.allowEgress(`${name}-${service}`, group, { prefixListId: list.id }, `To ${service}`);
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
    this.closeDefaultGroupAndLogFlows(name, vpc, args.accessLogs);
    const functions = this.createFunctionsGroup(name, vpc.vpcId);
    const endpoints = new aws.ec2.SecurityGroup(
      `${name}-endpoints`,
      { vpcId: vpc.vpcId, description: 'Allows ingress from the functions only' },
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
    this.allowEgress(
      `${name}-endpoints`,
      functions,
      { referencedSecurityGroupId: endpoints.id },
      'To the endpoints',
    );
    for (const [service, statement] of Object.entries(gatewayPolicies(args)))
      this.createGatewayEndpoint(name, service, statement, vpc, functions, args.region);
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

  /** Removes all rules from the default security group, and logs the flows of the VPC. */
  private closeDefaultGroupAndLogFlows(name: string, { vpcId }: awsx.ec2.Vpc, accessLogs: AccessLogs): void {
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

  private createFunctionsGroup(name: string, vpcId: pulumi.Input<string>): aws.ec2.SecurityGroup {
    return new aws.ec2.SecurityGroup(
      `${name}-functions`,
      { vpcId, description: 'Allows no ingress, and HTTPS egress to endpoints only' },
      { parent: this },
    );
  }

  private allowEgress(
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

  private createGatewayEndpoint(
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
    this.allowEgress(
      `${name}-${service}`,
      functions,
      { prefixListId: endpoint.prefixListId },
      `To ${service}`,
    );
  }
}

/** Allows these actions for principals of this account only. */
const allowAccountPrincipals = (
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
  s3: allowAccountPrincipals(
    [
      ...['s3:GetObject', 's3:GetObjectVersion', 's3:PutObject', 's3:DeleteObjectVersion'],
      ...['s3:ListBucket', 's3:ListBucketVersions'],
    ],
    buckets.flatMap(({ arn }) => [arn, pulumi.interpolate`${arn}/*`]),
    accountId,
  ),
  dynamodb: allowAccountPrincipals(
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
  events: allowAccountPrincipals(['events:PutEvents'], bus.arn, accountId),
  rekognition: allowAccountPrincipals(['rekognition:DetectLabels', 'rekognition:DetectText'], '*', accountId),
  secretsmanager: allowAccountPrincipals(
    ['secretsmanager:GetSecretValue'],
    [seriesSecret.arn, ...(originSecret ? [originSecret.arn] : [])],
    accountId,
  ),
  // A throttled stage extends the visibility of its message.
  sqs: allowAccountPrincipals(
    ['sqs:ChangeMessageVisibility'],
    pulumi.interpolate`arn:aws:sqs:${region}:${accountId}:${queuePrefix}-*`,
    accountId,
  ),
});
