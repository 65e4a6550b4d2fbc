import type { Graph } from '../../graph/graph.ts';
import type { RuleDescription, TargetDescription } from './description.ts';

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** Every rule of the graph, with its targets. */
export const readRules = (graph: Graph): RuleDescription[] =>
  graph.resources
    .filter(({ type }) => type === 'aws:cloudwatch/eventRule:EventRule')
    .map(({ inputs, outputs }) => ({
      name: String(outputs.name),
      arn: String(outputs.arn),
      bus: String(outputs.eventBusName),
      enabled: inputs.state !== 'DISABLED',
      pattern: textOf(inputs.eventPattern),
      schedule: textOf(inputs.scheduleExpression),
      targets: targetsOf(graph, String(outputs.name), String(outputs.eventBusName)),
    }));

const targetsOf = (graph: Graph, rule: string, bus: string): TargetDescription[] =>
  graph.resources
    .filter(
      ({ type, inputs, outputs }) =>
        type === 'aws:cloudwatch/eventTarget:EventTarget' &&
        inputs.rule === rule &&
        outputs.eventBusName === bus,
    )
    .map(({ inputs, outputs }) => {
      const retry = (inputs.retryPolicy ?? {}) as Record<string, number | undefined>;
      return {
        id: String(outputs.targetId),
        arn: String(inputs.arn),
        input: textOf(inputs.input),
        dlqArn: ((inputs.deadLetterConfig ?? {}) as { arn?: string }).arn,
        maximumEventAge: retry.maximumEventAgeInSeconds ?? 86_400,
        maximumRetryAttempts: retry.maximumRetryAttempts ?? 185,
      };
    });
