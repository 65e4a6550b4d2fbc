import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { HandlerFunction, type HandlerFunctionArgs } from './handlerFunction.ts';
import { attachQueuePolicy, MAX_RETENTION_SECONDS } from './attachQueuePolicy.ts';

export interface ScheduledFunctionArgs extends HandlerFunctionArgs {
  /** The schedule (EventBridge user guide, "Schedule expressions"). Default `rate(5 minutes)`. */
  schedule?: string;
}

/** A function on a schedule, by default every five minutes. */
export class ScheduledFunction extends pulumi.ComponentResource {
  readonly handler: HandlerFunction;
  readonly dlq: aws.sqs.Queue;

  constructor(name: string, args: ScheduledFunctionArgs, opts?: pulumi.ComponentResourceOptions) {
    super('dicom-analyzer:index:ScheduledFunction', name, {}, opts);
    const { schedule = 'rate(5 minutes)', ...functionArgs } = args;
    const parent = { parent: this };
    this.handler = new HandlerFunction(name, functionArgs, parent);
    this.dlq = new aws.sqs.Queue(
      `${name}-dlq`,
      { messageRetentionSeconds: MAX_RETENTION_SECONDS, sqsManagedSseEnabled: true },
      parent,
    );
    const rule = new aws.cloudwatch.EventRule(
      name,
      { description: `Invokes ${name}`, scheduleExpression: schedule },
      parent,
    );
    attachQueuePolicy(`${name}-dlq`, this.dlq, [rule.arn], this);
    new aws.lambda.Permission(
      name,
      {
        function: this.handler.function.name,
        action: 'lambda:InvokeFunction',
        principal: 'events.amazonaws.com',
        sourceArn: rule.arn,
      },
      parent,
    );
    new aws.cloudwatch.EventTarget(
      name,
      {
        rule: rule.name,
        arn: this.handler.function.arn,
        deadLetterConfig: { arn: this.dlq.arn },
        // The next run does the same work, so EventBridge need not retry for long.
        retryPolicy: { maximumEventAgeInSeconds: 300, maximumRetryAttempts: 2 },
      },
      parent,
    );
    this.registerOutputs({ functionName: this.handler.function.name });
  }
}
