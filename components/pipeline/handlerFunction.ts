import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { bundleHandler } from '../../bundling/bundleHandler.ts';
import { createTrustPolicy, createPolicyDocument, type Statement } from '../identity/createPolicyDocument.ts';
import { applyTransform, type Transform } from '../transform.ts';

export interface HandlerFunctionArgs {
  /** The handler's file in `handlers/`, without extension, or the absolute path of your own entry file. */
  handler: string;
  /** The permissions of the function, beside its own log and traces: exact actions on exact resources. */
  statements: Statement[];
  /** The environment variables of the handler, exactly those that it reads. */
  environment: Record<string, pulumi.Input<string>>;
  /** Encrypts the log group and the environment. */
  logsKey: aws.kms.Key;
  /** The timeout in seconds. Default 29, within the 30 of an HTTP API. */
  timeout?: number;
  /** The memory in MiB. Default 512. */
  memorySize?: number;
  /** The days to keep the log. Default 30. */
  logRetentionDays?: number;
  /** The log level: `DEBUG`, `INFO`, `WARN` or `ERROR`. Default `INFO`. */
  logLevel?: string;
  /** The reserved concurrency. Default none: the function shares the account's. */
  reservedConcurrency?: number;
  /** The subnets of the function. Default: outside any VPC. */
  vpcConfig?: aws.types.input.lambda.FunctionVpcConfig;
  transform?: { function?: Transform<aws.lambda.FunctionArgs>; role?: Transform<aws.iam.RoleArgs> };
}

/**
 * A Lambda function with its own role, allow-list and encrypted log.
 *
 * @example
 * new HandlerFunction('get-job', {
 *   handler: 'getJob',
 *   statements: [{ Effect: 'Allow', Action: 'dynamodb:GetItem', Resource: table.arn }],
 *   environment: { JOBS_TABLE: table.name },
 *   logsKey,
 * });
 */
export class HandlerFunction extends pulumi.ComponentResource {
  /** The name of the function in logs, metrics and traces. */
  readonly serviceName: string;
  readonly function: aws.lambda.Function;
  readonly role: aws.iam.Role;
  readonly logGroup: aws.cloudwatch.LogGroup;

  constructor(name: string, args: HandlerFunctionArgs, opts?: pulumi.ComponentResourceOptions) {
    super('dicom-analyzer:index:HandlerFunction', name, {}, opts);
    this.serviceName = name;
    this.role = new aws.iam.Role(
      name,
      applyTransform(
        args.transform?.role,
        { name, type: 'aws:iam/role:Role' },
        { assumeRolePolicy: createTrustPolicy('lambda.amazonaws.com') },
      ),
      { parent: this },
    );
    this.logGroup = this.createLogGroup(name, args);
    const allowList = this.createAllowList(name, args);
    this.function = this.createFunction(name, args, allowList);
    this.registerOutputs({ functionName: this.function.name });
  }

  private createLogGroup(name: string, args: HandlerFunctionArgs): aws.cloudwatch.LogGroup {
    return new aws.cloudwatch.LogGroup(
      name,
      {
        // The role, the function and its log group share one name: the log is found where Lambda's own tools look.
        name: pulumi.interpolate`/aws/lambda/${this.role.name}`,
        kmsKeyId: args.logsKey.arn,
        retentionInDays: args.logRetentionDays ?? 30,
      },
      { parent: this },
    );
  }

  private createAllowList(name: string, args: HandlerFunctionArgs): aws.iam.RolePolicy {
    const statements = [
      ...args.statements,
      allowLogWrites(this.logGroup),
      ALLOW_TRACES,
      ...(args.vpcConfig ? [ALLOW_VPC_ATTACHMENT] : []),
    ];
    return new aws.iam.RolePolicy(
      name,
      { role: this.role.name, policy: createPolicyDocument(statements) },
      { parent: this },
    );
  }

  private createFunction(
    name: string,
    args: HandlerFunctionArgs,
    allowList: aws.iam.RolePolicy,
  ): aws.lambda.Function {
    const concurrency = args.reservedConcurrency;
    return new aws.lambda.Function(
      name,
      applyTransform(
        args.transform?.function,
        { name, type: 'aws:lambda/function:Function' },
        {
          name: this.role.name,
          code: bundleHandler(args.handler).then((folder) => new pulumi.asset.FileArchive(folder)),
          handler: 'index.handler',
          runtime: 'nodejs22.x',
          architectures: ['arm64'],
          role: this.role.arn,
          timeout: args.timeout ?? 29,
          memorySize: args.memorySize ?? 512,
          kmsKeyArn: args.logsKey.arn,
          environment: {
            variables: {
              ...args.environment,
              POWERTOOLS_SERVICE_NAME: name,
              POWERTOOLS_METRICS_NAMESPACE: 'DicomAnalyzer',
              POWERTOOLS_LOG_LEVEL: args.logLevel ?? 'INFO',
              POWERTOOLS_TRACE_ENABLED: 'true',
            },
          },
          tracingConfig: { mode: 'Active' },
          loggingConfig: { logFormat: 'JSON', logGroup: this.logGroup.name },
          ...(concurrency === undefined ? {} : { reservedConcurrentExecutions: concurrency }),
          ...(args.vpcConfig ? { vpcConfig: args.vpcConfig } : {}),
        },
      ),
      { parent: this, dependsOn: allowList },
    );
  }
}

const allowLogWrites = (logGroup: aws.cloudwatch.LogGroup): Statement => ({
  Sid: 'WriteLog',
  Effect: 'Allow',
  Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
  Resource: pulumi.interpolate`${logGroup.arn}:*`,
});

/** Writes traces. X-Ray has no resource types (Service Authorization Reference, "Actions defined by AWS X-Ray"). */
const ALLOW_TRACES: Statement = {
  Sid: 'WriteTraces',
  Effect: 'Allow',
  Action: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'],
  Resource: '*',
};

/**
 * Attaches the function to a VPC, with the six actions of
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html#configuration-vpc-permissions, which Lambda uses
 * on the function's behalf. EC2 accepts no narrower resource for them.
 */
const ALLOW_VPC_ATTACHMENT: Statement = {
  Sid: 'AttachToVpc',
  Effect: 'Allow',
  Action: [
    'ec2:CreateNetworkInterface',
    'ec2:DescribeNetworkInterfaces',
    'ec2:DescribeSubnets',
    'ec2:DeleteNetworkInterface',
    'ec2:AssignPrivateIpAddresses',
    'ec2:UnassignPrivateIpAddresses',
  ],
  Resource: '*',
};
