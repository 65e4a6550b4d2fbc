import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import type { HandlerFunction } from '../pipeline/handlerFunction.ts';
import type { Api } from '../api/api.ts';
import type { Stage } from '../pipeline/stage.ts';

export interface DashboardArgs {
  stages: Record<string, Stage>;
  functions: Record<string, HandlerFunction>;
  api: Api;
  region: pulumi.Input<string>;
}

type Metric = pulumi.Input<string>[];

/** Creates a dashboard of the pipeline and the API: backlogs, failures, durations and requests. */
export function createDashboard(
  name: string,
  args: DashboardArgs,
  parent: pulumi.Resource,
): aws.cloudwatch.Dashboard {
  const stages = Object.values(args.stages);
  const functions = Object.values(args.functions);
  const queueMetrics = (metric: string, queue: (stage: Stage) => aws.sqs.Queue): Metric[] =>
    stages.map((stage) => ['AWS/SQS', metric, 'QueueName', queue(stage).name]);
  const functionMetrics = (metric: string): Metric[] =>
    functions.map((handler) => ['AWS/Lambda', metric, 'FunctionName', handler.function.name]);
  const apiMetric = (metric: string): Metric => ['AWS/ApiGateway', metric, 'ApiId', args.api.api.id];
  const widgets: [title: string, stat: string, metrics: Metric[]][] = [
    [
      'Messages in queues',
      'Maximum',
      queueMetrics('ApproximateNumberOfMessagesVisible', ({ queue }) => queue),
    ],
    [
      'Age of the oldest message (seconds)',
      'Maximum',
      queueMetrics('ApproximateAgeOfOldestMessage', ({ queue }) => queue),
    ],
    [
      'Messages in dead-letter queues',
      'Maximum',
      queueMetrics('ApproximateNumberOfMessagesVisible', ({ dlq }) => dlq),
    ],
    ['Function errors', 'Sum', functionMetrics('Errors')],
    ['Function throttles', 'Sum', functionMetrics('Throttles')],
    ['Function duration (milliseconds)', 'p95', functionMetrics('Duration')],
    ['API requests and errors', 'Sum', [apiMetric('Count'), apiMetric('4xx'), apiMetric('5xx')]],
    ['API latency (milliseconds)', 'p95', [apiMetric('Latency')]],
    [
      'Rekognition throttles',
      'Sum',
      ['DetectLabels', 'DetectText'].map((operation) => [
        'AWS/Rekognition',
        'ThrottledCount',
        'Operation',
        operation,
      ]),
    ],
  ];
  return new aws.cloudwatch.Dashboard(
    name,
    {
      dashboardName: dashboardName(name, pulumi.getStack()),
      dashboardBody: pulumi.jsonStringify({
        widgets: widgets.map(([title, stat, metrics], index) => ({
          type: 'metric',
          x: (index % 3) * 8,
          y: Math.floor(index / 3) * 6,
          width: 8,
          height: 6,
          properties: { title, stat, metrics, region: args.region, period: 300, view: 'timeSeries' },
        })),
      }),
    },
    { parent },
  );
}

/** Replaces the dots of a stack's name: CloudWatch accepts 255 letters, digits, `-` and `_` (API reference, PutDashboard). */
const dashboardName = (name: string, stack: string): string =>
  `${name}-${stack.replaceAll(/[^A-Za-z0-9_-]/g, '-')}`.slice(0, 255);
