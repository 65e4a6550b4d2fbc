import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { attachQueuePolicy, MAX_RETENTION_SECONDS } from './attachQueuePolicy.ts';
import { HandlerFunction, type HandlerFunctionArgs } from './handlerFunction.ts';
import type { Statement } from '../identity/createPolicyDocument.ts';
import { applyTransform, type Transform } from '../transform.ts';

/** A rule of a stage: what it takes, and from which bus. */
export interface StageRule {
  /** Tells the rules of a stage apart. */
  name: string;
  /** The bus; without one, the account's default bus. */
  bus?: aws.cloudwatch.EventBus;
  /** An event pattern (EventBridge user guide, "Event patterns"). */
  pattern: pulumi.Input<object>;
}

export interface StageArgs extends Omit<HandlerFunctionArgs, 'statements' | 'environment' | 'timeout'> {
  /** What wakes the stage. */
  rules: StageRule[];
  /** What the function may do, beside reading its queue. */
  statements: Statement[];
  /** What the function reads from its environment, beside `MAX_RECEIVES`. */
  environment: Record<string, pulumi.Input<string>>;
  /** Seconds that one run of the function may take. Default 60. */
  timeout?: number;
  /** Messages given to one run. Default 1. */
  batchSize?: number;
  /** Runs at once, 2 to 1000; where load above a quota waits in the queue. Default 10. */
  maximumConcurrency?: number;
  /** Receives before a message goes to the dead-letter queue. Default 5. */
  maxReceives?: number;
  stageTransform?: {
    queue?: Transform<aws.sqs.QueueArgs>;
    mapping?: Transform<aws.lambda.EventSourceMappingArgs>;
  };
}

/**
 * One step of the pipeline: rules -> queue -> function. What cannot be delivered within an hour, and what
 * fails `maxReceives` times, lies in `dlq`: either way the message is the event itself.
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
      applyTransform(args.stageTransform?.queue, {
        // Six times the function's timeout (Lambda developer guide, "Using Lambda with Amazon SQS").
        visibilityTimeoutSeconds: 6 * timeout,
        messageRetentionSeconds: MAX_RETENTION_SECONDS,
        sqsManagedSseEnabled: true,
        redrivePolicy: pulumi.jsonStringify({
          deadLetterTargetArn: this.dlq.arn,
          maxReceiveCount: args.maxReceives ?? 5,
        }),
      }),
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
        description: `What wakes ${name}`,
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
        statements: [...args.statements, queueReading(this.queue)],
        environment: { ...args.environment, MAX_RECEIVES: String(args.maxReceives ?? 5) },
      },
      { parent: this },
    );
  }

  private createMapping(name: string, args: StageArgs): void {
    new aws.lambda.EventSourceMapping(
      name,
      applyTransform(args.stageTransform?.mapping, {
        eventSourceArn: this.queue.arn,
        functionName: this.handler.function.arn,
        batchSize: args.batchSize ?? 1,
        functionResponseTypes: ['ReportBatchItemFailures'],
        scalingConfig: { maximumConcurrency: args.maximumConcurrency ?? 10 },
      }),
      { parent: this },
    );
  }
}

/** The Lambda service polls with the function's role; the handler itself extends a visibility when throttled. */
const queueReading = (queue: aws.sqs.Queue): Statement => ({
  Sid: 'OwnQueue',
  Effect: 'Allow',
  Action: [
    'sqs:ReceiveMessage',
    'sqs:DeleteMessage',
    'sqs:GetQueueAttributes',
    'sqs:ChangeMessageVisibility',
  ],
  Resource: queue.arn,
});
