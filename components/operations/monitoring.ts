import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { createAlarmTopic } from './createAlarmTopic.ts';
import type { Api } from '../api/api.ts';
import { createDashboard } from './createDashboard.ts';
import type { HandlerFunction } from '../pipeline/handlerFunction.ts';
import type { Stage } from '../pipeline/stage.ts';
import type { ScheduledFunction } from '../pipeline/scheduledFunction.ts';

export interface MonitoringArgs {
  stages: Record<string, Stage>;
  handlers: Record<string, HandlerFunction>;
  sweep: ScheduledFunction;
  api: Api;
  /** Encrypts the alarms' topic. */
  key: aws.kms.Key;
  accountId: pulumi.Input<string>;
  region: pulumi.Input<string>;
  /** The e-mail address that receives alarms. Default none: subscribe to `topic`. */
  email?: string;
}

/** The namespace of the handlers' own metrics. */
export const METRICS_NAMESPACE = 'DicomAnalyzer';

interface Alarm {
  description: string;
  /** A metric, or an expression over several metrics by their ids. */
  metric: Metric | { expression: string; metrics: Record<string, Metric> };
  threshold?: number;
  periods?: number;
}

interface Metric {
  namespace: string;
  metricName: string;
  dimensions?: Record<string, pulumi.Input<string>>;
  /** Default Sum. */
  statistic?: 'Sum' | 'Maximum';
}

const PERIOD_SECONDS = 300;

/** Alarms for every condition that requires action, all on one topic, and a dashboard of the pipeline. */
export class Monitoring extends pulumi.ComponentResource {
  readonly topic: aws.sns.Topic;

  constructor(name: string, args: MonitoringArgs, opts?: pulumi.ComponentResourceOptions) {
    super('dicom-analyzer:index:Monitoring', name, {}, opts);
    this.topic = createAlarmTopic(name, args, this);
    const functions = {
      ...args.handlers,
      ...Object.fromEntries(Object.entries(args.stages).map(([stage, { handler }]) => [stage, handler])),
      sweep: args.sweep.handler,
    };
    for (const [key, alarm] of Object.entries({
      ...createDeadLetterAlarms({ ...args.stages, sweep: args.sweep }),
      ...createBacklogAlarms(args.stages),
      ...createFunctionAlarms(functions),
      ...createAnalysisAlarms(args.sweep, args.stages),
      ...createApiAlarms(args.api),
    }))
      this.createAlarm(`${name}-${key}`, alarm);
    createDashboard(name, { ...args, functions }, this);
    this.registerOutputs({ topicArn: this.topic.arn });
  }

  private createAlarm(name: string, alarm: Alarm): void {
    new aws.cloudwatch.MetricAlarm(
      name,
      {
        alarmDescription: alarm.description,
        ...('expression' in alarm.metric ? toMetricQueries(alarm.metric) : toMetricArgs(alarm.metric)),
        evaluationPeriods: alarm.periods ?? 1,
        comparisonOperator: 'GreaterThanOrEqualToThreshold',
        threshold: alarm.threshold ?? 1,
        treatMissingData: 'notBreaching',
        alarmActions: [this.topic.arn],
        okActions: [this.topic.arn],
      },
      { parent: this },
    );
  }
}

const toMetricArgs = ({ namespace, metricName, dimensions, statistic = 'Sum' }: Metric) => ({
  namespace,
  metricName,
  ...(dimensions ? { dimensions } : {}),
  statistic,
  period: PERIOD_SECONDS,
});

const toMetricQueries = ({
  expression,
  metrics,
}: {
  expression: string;
  metrics: Record<string, Metric>;
}) => ({
  metricQueries: [
    { id: 'result', expression, returnData: true },
    ...Object.entries(metrics).map(([id, { statistic = 'Sum', ...metric }]) => ({
      id,
      metric: { ...metric, stat: statistic, period: PERIOD_SECONDS },
    })),
  ],
});

const createForEach = <T, U>(
  record: Record<string, T>,
  suffix: string,
  create: (item: T, name: string) => U,
) =>
  Object.fromEntries(Object.entries(record).map(([name, item]) => [`${name}-${suffix}`, create(item, name)]));

const createDeadLetterAlarms = (owners: Record<string, { dlq: aws.sqs.Queue }>) =>
  createForEach(owners, 'dead-letters', ({ dlq }, name): Alarm => ({
    description: `The dead-letter queue of ${name} holds events that it could not handle. Inspect one, fix the cause and redrive them.`,
    metric: {
      namespace: 'AWS/SQS',
      metricName: 'ApproximateNumberOfMessagesVisible',
      dimensions: { QueueName: dlq.name },
      statistic: 'Maximum',
    },
  }));

const createBacklogAlarms = (stages: Record<string, Stage>) =>
  createForEach(stages, 'backlog', ({ queue }, name): Alarm => ({
    description: `An event has been in the queue of ${name} for over 30 minutes. Raise its concurrency, or check for throttling.`,
    metric: {
      namespace: 'AWS/SQS',
      metricName: 'ApproximateAgeOfOldestMessage',
      dimensions: { QueueName: queue.name },
      statistic: 'Maximum',
    },
    threshold: 1800,
  }));

const lambdaMetric = (fn: aws.lambda.Function, metricName: string): Metric => ({
  namespace: 'AWS/Lambda',
  metricName,
  dimensions: { FunctionName: fn.name },
});

const createFunctionAlarms = (functions: Record<string, HandlerFunction>) => ({
  ...createForEach(functions, 'errors', ({ function: fn }, name): Alarm => ({
    description: `At least 5 % of the invocations of ${name}, and at least five, failed in each of two periods. Check its log.`,
    metric: {
      expression: 'IF(errors >= 5, 100 * errors / invocations, 0)',
      metrics: { errors: lambdaMetric(fn, 'Errors'), invocations: lambdaMetric(fn, 'Invocations') },
    },
    threshold: 5,
    periods: 2,
  })),
  ...createForEach(functions, 'throttles', ({ function: fn }, name): Alarm => ({
    description: `${name} is throttled because it, or the account, has reached its concurrency limit.`,
    metric: lambdaMetric(fn, 'Throttles'),
    threshold: 10,
    periods: 2,
  })),
});

/** Alarms on the handlers' own metrics and on Rekognition's throttling. */
const createAnalysisAlarms = (
  sweep: ScheduledFunction,
  { decode }: Record<string, Stage>,
): Record<string, Alarm> => ({
  ...(decode === undefined
    ? {}
    : {
        'ignored-objects': {
          description:
            'An object under no valid prefix or tenant arrived in the uploads bucket and is not analyzed. Write to incoming/TENANT/OPAQUE.',
          metric: {
            namespace: METRICS_NAMESPACE,
            metricName: 'IgnoredObjects',
            dimensions: { service: decode.handler.serviceName },
          },
        },
      }),
  'timed-out': {
    description:
      'Jobs reached their deadline without a result. Check the dead-letter queues for lost events.',
    metric: {
      namespace: METRICS_NAMESPACE,
      metricName: 'JobsTimedOut',
      dimensions: { service: sweep.handler.serviceName },
    },
  },
  ...Object.fromEntries(
    ['DetectLabels', 'DetectText'].map((Operation): [string, Alarm] => [
      `${Operation}-throttled`,
      {
        description: `Rekognition throttles ${Operation}. Lower rekognitionConcurrency, or request a higher quota.`,
        metric: { namespace: 'AWS/Rekognition', metricName: 'ThrottledCount', dimensions: { Operation } },
        threshold: 50,
        periods: 3,
      },
    ]),
  ),
});

const createApiAlarms = ({ api }: Api): Record<string, Alarm> => ({
  'api-faults': {
    description:
      'The API returned at least ten 5xx responses in five minutes. Check the logs of its functions.',
    metric: { namespace: 'AWS/ApiGateway', metricName: '5xx', dimensions: { ApiId: api.id } },
    threshold: 10,
  },
});
