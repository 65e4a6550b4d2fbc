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

/** An alarm for every condition that needs a person, on one topic, and a dashboard of the pipeline. */
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
      ...deadLetters({ ...args.stages, sweep: args.sweep }),
      ...backlogs(args.stages),
      ...failures(functions),
      ...analysis(args.sweep),
      ...apiFaults(args.api),
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
        ...('expression' in alarm.metric ? queriesOf(alarm.metric) : metricOf(alarm.metric)),
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

const metricOf = ({ namespace, metricName, dimensions, statistic = 'Sum' }: Metric) => ({
  namespace,
  metricName,
  ...(dimensions ? { dimensions } : {}),
  statistic,
  period: PERIOD_SECONDS,
});

const queriesOf = ({ expression, metrics }: { expression: string; metrics: Record<string, Metric> }) => ({
  metricQueries: [
    { id: 'shown', expression, returnData: true },
    ...Object.entries(metrics).map(([id, { statistic = 'Sum', ...metric }]) => ({
      id,
      metric: { ...metric, stat: statistic, period: PERIOD_SECONDS },
    })),
  ],
});

const byName = <T, U>(record: Record<string, T>, suffix: string, create: (item: T, name: string) => U) =>
  Object.fromEntries(Object.entries(record).map(([name, item]) => [`${name}-${suffix}`, create(item, name)]));

const deadLetters = (owners: Record<string, { dlq: aws.sqs.Queue }>) =>
  byName(owners, 'dead-letters', ({ dlq }, name): Alarm => ({
    description: `Events that ${name} could not handle wait in its dead-letter queue: inspect one, fix the cause, redrive.`,
    metric: {
      namespace: 'AWS/SQS',
      metricName: 'ApproximateNumberOfMessagesVisible',
      dimensions: { QueueName: dlq.name },
      statistic: 'Maximum',
    },
  }));

const backlogs = (stages: Record<string, Stage>) =>
  byName(stages, 'backlog', ({ queue }, name): Alarm => ({
    description: `An event has waited for ${name} for over half an hour: raise its concurrency, or check for throttling.`,
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

const failures = (functions: Record<string, HandlerFunction>) => ({
  ...byName(functions, 'errors', ({ function: fn }, name): Alarm => ({
    description: `${name} failed in 5 % or more of its invocations, and at least five times, in two periods: read its log.`,
    metric: {
      expression: 'IF(errors >= 5, 100 * errors / invocations, 0)',
      metrics: { errors: lambdaMetric(fn, 'Errors'), invocations: lambdaMetric(fn, 'Invocations') },
    },
    threshold: 5,
    periods: 2,
  })),
  ...byName(functions, 'throttles', ({ function: fn }, name): Alarm => ({
    description: `${name} is throttled: the account's or its own concurrency is exhausted.`,
    metric: lambdaMetric(fn, 'Throttles'),
    threshold: 10,
    periods: 2,
  })),
});

/** Alarms on the handlers' own metrics and on Rekognition's throttling. */
const analysis = (sweep: ScheduledFunction): Record<string, Alarm> => ({
  'timed-out': {
    description: 'Jobs reached their deadline: an event was lost.',
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
        description: `Rekognition throttles ${Operation}: lower rekognitionConcurrency, or request a higher quota.`,
        metric: { namespace: 'AWS/Rekognition', metricName: 'ThrottledCount', dimensions: { Operation } },
        threshold: 50,
        periods: 3,
      },
    ]),
  ),
});

const apiFaults = ({ api }: Api): Record<string, Alarm> => ({
  'api-faults': {
    description: 'The API answered 5xx ten times or more in five minutes.',
    metric: { namespace: 'AWS/ApiGateway', metricName: '5xx', dimensions: { ApiId: api.id } },
    threshold: 10,
  },
});
