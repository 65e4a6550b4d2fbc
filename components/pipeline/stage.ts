import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { attachQueuePolicy, MAX_RETENTION_SECONDS } from './attachQueuePolicy.ts';
import { HandlerFunction, type HandlerFunctionArgs } from './handlerFunction.ts';
import type { Statement } from '../identity/createPolicyDocument.ts';
import { applyTransform, type Transform } from '../transform.ts';

/** A rule that sends events of a bus to a stage. */
export interface StageRule {
  /** The suffix of the rule's name, unique in the stage. */
  name: string;
  /** The bus. Default: the account's default bus. */
  bus?: aws.cloudwatch.EventBus;
  /** An event pattern (EventBridge user guide, "Event patterns"). */
  pattern: pulumi.Input<object>;
}

export interface StageArgs extends Omit<HandlerFunctionArgs, 'statements' | 'environment' | 'timeout'> {
  /** The rules that send events to the stage. */
  rules: StageRule[];
  /** The permissions of the function, beside reading its queue. */
  statements: Statement[];
  /** The environment variables of the handler, beside `MAX_RECEIVES`. */
  environment: Record<string, pulumi.Input<string>>;
  /** The timeout of the function in seconds. Default 60. */
  timeout?: number;
  /** The maximum number of messages in one invocation. Default 1. */
  batchSize?: number;
  /** The maximum concurrency, 2 to 1000. Further messages wait in the queue. Default 10. */
  maximumConcurrency?: number;
  /** The number of receives after which a message moves to the dead-letter queue. Default 5. */
  maxReceives?: number;
  stageTransform?: {
    queue?: Transform<aws.sqs.QueueArgs>;
    mapping?: Transform<aws.lambda.EventSourceMappingArgs>;
  };
}

/**
 * A step of the pipeline: rules, queue and function. An event that EventBridge cannot deliver within an hour, or that the
 * function fails `maxReceives` times, moves to `dlq` unchanged.
 */
export class Stage extends pulumi.ComponentResource {
  readonly queue: aws.sqs.Queue;
  readonly dlq: aws.sqs.Queue;
  readonly handler: HandlerFunction;

  constructor(name: string, args: StageArgs, opts?: pulumi.ComponentResourceOptions) {
    super('dicom-analyzer:index:Stage', name, {}, opts);
    const timeout = args.timeout ?? 60;
    this.dlq = this.createDeadLetterQueue(name);
    this.queue = this.createQueue(name, args, timeout);
    this.restrictRedrive(name);
    const rules = args.rules.map((rule) => this.createRule(name, rule));
    const ruleArns = rules.map(({ arn }) => arn);
    attachQueuePolicy(name, this.queue, ruleArns, this);
    attachQueuePolicy(`${name}-dlq`, this.dlq, ruleArns, this);
    rules.forEach((rule, index) => this.createTarget(`${name}-${args.rules[index]!.name}`, rule));
    this.handler = this.createHandler(name, args, timeout);
    this.createMapping(name, args);
    this.registerOutputs({ queueUrl: this.queue.url, dlqUrl: this.dlq.url });
  }

  private createDeadLetterQueue(name: string): aws.sqs.Queue {
    return new aws.sqs.Queue(
      `${name}-dlq`,
      { messageRetentionSeconds: MAX_RETENTION_SECONDS, sqsManagedSseEnabled: true },
      { parent: this },
    );
  }

  private createQueue(name: string, args: StageArgs, timeout: number): aws.sqs.Queue {
    return new aws.sqs.Queue(
      name,
      applyTransform(
        args.stageTransform?.queue,
        { name, type: 'aws:sqs/queue:Queue' },
        {
          // Six times the function's timeout (Lambda developer guide, "Using Lambda with Amazon SQS").
          visibilityTimeoutSeconds: 6 * timeout,
          messageRetentionSeconds: MAX_RETENTION_SECONDS,
          sqsManagedSseEnabled: true,
          redrivePolicy: pulumi.jsonStringify({
            deadLetterTargetArn: this.dlq.arn,
            maxReceiveCount: args.maxReceives ?? 5,
          }),
        },
      ),
      { parent: this },
    );
  }

  private restrictRedrive(name: string): void {
    new aws.sqs.RedriveAllowPolicy(
      name,
      {
        queueUrl: this.dlq.url,
        redriveAllowPolicy: pulumi.jsonStringify({
          redrivePermission: 'byQueue',
          sourceQueueArns: [this.queue.arn],
        }),
      },
      { parent: this },
    );
  }

  private createRule(name: string, { name: ruleName, bus, pattern }: StageRule): aws.cloudwatch.EventRule {
    return new aws.cloudwatch.EventRule(
      `${name}-${ruleName}`,
      {
        description: `Sends events to ${name}`,
        eventPattern: pulumi.jsonStringify(pattern),
        ...(bus ? { eventBusName: bus.name } : {}),
      },
      { parent: this },
    );
  }

  private createTarget(name: string, rule: aws.cloudwatch.EventRule): void {
    new aws.cloudwatch.EventTarget(
      name,
      {
        rule: rule.name,
        eventBusName: rule.eventBusName.apply((bus) => bus ?? 'default'),
        arn: this.queue.arn,
        deadLetterConfig: { arn: this.dlq.arn },
        retryPolicy: { maximumEventAgeInSeconds: 3600, maximumRetryAttempts: 185 },
      },
      { parent: this },
    );
  }

  private createHandler(name: string, args: StageArgs, timeout: number): HandlerFunction {
    return new HandlerFunction(
      name,
      {
        ...args,
        timeout,
        statements: [...args.statements, allowQueueReads(this.queue)],
        environment: { ...args.environment, MAX_RECEIVES: String(args.maxReceives ?? 5) },
      },
      { parent: this },
    );
  }

  private createMapping(name: string, args: StageArgs): void {
    new aws.lambda.EventSourceMapping(
      name,
      applyTransform(
        args.stageTransform?.mapping,
        { name, type: 'aws:lambda/eventSourceMapping:EventSourceMapping' },
        {
          eventSourceArn: this.queue.arn,
          functionName: this.handler.function.arn,
          batchSize: args.batchSize ?? 1,
          functionResponseTypes: ['ReportBatchItemFailures'],
          scalingConfig: { maximumConcurrency: args.maximumConcurrency ?? 10 },
        },
      ),
      { parent: this },
    );
  }
}

/** Reads the queue: the Lambda service polls with the function's role, and a throttled handler extends the visibility. */
const allowQueueReads = (queue: aws.sqs.Queue): Statement => ({
  Sid: 'ReadQueue',
  Effect: 'Allow',
  Action: [
    'sqs:ReceiveMessage',
    'sqs:DeleteMessage',
    'sqs:GetQueueAttributes',
    'sqs:ChangeMessageVisibility',
  ],
  Resource: queue.arn,
});
