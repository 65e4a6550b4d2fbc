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
  /** Who gets the alarms by mail. Default nobody: subscribe to `topic`. */
  email?: string;
}

/** The namespace of the handlers' own metrics. */
export const METRICS_NAMESPACE = 'DicomAnalyzer';

interface Watch {
  description: string;
  /** What is looked at: one metric, or an expression over several, each by its id. */
  of: Metric | { expression: string; metrics: Record<string, Metric> };
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

/** An alarm for whatever a person must look at, all on one topic, and a dashboard of the pipeline. */
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
    for (const [key, watch] of Object.entries({
      ...deadLetters({ ...args.stages, sweep: args.sweep }),
      ...backlogs(args.stages),
      ...failures(functions),
      ...analysis(args.sweep),
      ...frontDoor(args.api),
    }))
      this.alarm(`${name}-${key}`, watch);
    createDashboard(name, { ...args, functions }, this);
    this.registerOutputs({ topicArn: this.topic.arn });
  }

  private alarm(name: string, watch: Watch): void {
    new aws.cloudwatch.MetricAlarm(
      name,
      {
        alarmDescription: watch.description,
        ...('expression' in watch.of ? queriesOf(watch.of) : metricOf(watch.of)),
        evaluationPeriods: watch.periods ?? 1,
        comparisonOperator: 'GreaterThanOrEqualToThreshold',
        threshold: watch.threshold ?? 1,
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

const byName = <T, U>(record: Record<string, T>, suffix: string, watch: (item: T, name: string) => U) =>
  Object.fromEntries(Object.entries(record).map(([name, item]) => [`${name}-${suffix}`, watch(item, name)]));

const deadLetters = (owners: Record<string, { dlq: aws.sqs.Queue }>) =>
  byName(owners, 'dead-letters', ({ dlq }, name): Watch => ({
    description: `Events that ${name} could not handle wait in its dead-letter queue: look at one, cure, redrive.`,
    of: {
      namespace: 'AWS/SQS',
      metricName: 'ApproximateNumberOfMessagesVisible',
      dimensions: { QueueName: dlq.name },
      statistic: 'Maximum',
    },
  }));

const backlogs = (stages: Record<string, Stage>) =>
  byName(stages, 'backlog', ({ queue }, name): Watch => ({
    description: `An event has waited for ${name} for over half an hour: raise its concurrency, or look for throttles.`,
    of: {
      namespace: 'AWS/SQS',
      metricName: 'ApproximateAgeOfOldestMessage',
      dimensions: { QueueName: queue.name },
      statistic: 'Maximum',
    },
    threshold: 1800,
  }));

const ofFunction = (fn: aws.lambda.Function, metricName: string): Metric => ({
  namespace: 'AWS/Lambda',
  metricName,
  dimensions: { FunctionName: fn.name },
});

const failures = (functions: Record<string, HandlerFunction>) => ({
  ...byName(functions, 'errors', ({ function: fn }, name): Watch => ({
    description: `${name} fails in 5 % or more of its runs, and five times or more, twice in a row: read its log.`,
    of: {
      expression: 'IF(errors >= 5, 100 * errors / invocations, 0)',
      metrics: { errors: ofFunction(fn, 'Errors'), invocations: ofFunction(fn, 'Invocations') },
    },
    threshold: 5,
    periods: 2,
  })),
  ...byName(functions, 'throttles', ({ function: fn }, name): Watch => ({
    description: `${name} is throttled: the account's or its own concurrency is used up.`,
    of: ofFunction(fn, 'Throttles'),
    threshold: 10,
    periods: 2,
  })),
});

/** What the pipeline itself counts, and what Rekognition refuses. */
const analysis = (sweep: ScheduledFunction): Record<string, Watch> => ({
  'timed-out': {
    description: 'Jobs ended at their deadline: something was lost on the way.',
    of: {
      namespace: METRICS_NAMESPACE,
      metricName: 'JobsTimedOut',
      dimensions: { service: sweep.handler.serviceName },
    },
  },
  ...Object.fromEntries(
    ['DetectLabels', 'DetectText'].map((Operation): [string, Watch] => [
      `${Operation}-throttled`,
      {
        description: `Rekognition throttles ${Operation}: lower rekognitionConcurrency, or have the quota raised.`,
        of: { namespace: 'AWS/Rekognition', metricName: 'ThrottledCount', dimensions: { Operation } },
        threshold: 50,
        periods: 3,
      },
    ]),
  ),
});

const frontDoor = ({ api }: Api): Record<string, Watch> => ({
  'api-faults': {
    description: 'The API answers 5xx, ten times or more in five minutes.',
    of: { namespace: 'AWS/ApiGateway', metricName: '5xx', dimensions: { ApiId: api.id } },
    threshold: 10,
  },
});
