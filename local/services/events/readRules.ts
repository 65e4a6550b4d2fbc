import type { Graph } from '../../graph/graph.ts';
import type { RuleDescription, TargetDescription } from './description.ts';

const asText = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** Reads the rules of the graph with their targets. */
export const readRules = (graph: Graph): RuleDescription[] =>
  graph.resources
    .filter(({ type }) => type === 'aws:cloudwatch/eventRule:EventRule')
    .map(({ inputs, outputs }) => ({
      name: String(outputs.name),
      arn: String(outputs.arn),
      bus: String(outputs.eventBusName),
      enabled: inputs.state !== 'DISABLED',
      pattern: asText(inputs.eventPattern),
      schedule: asText(inputs.scheduleExpression),
      targets: readTargets(graph, String(outputs.name), String(outputs.eventBusName)),
    }));

const readTargets = (graph: Graph, rule: string, bus: string): TargetDescription[] =>
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
        input: asText(inputs.input),
        dlqArn: ((inputs.deadLetterConfig ?? {}) as { arn?: string }).arn,
        maximumEventAge: retry.maximumEventAgeInSeconds ?? 86_400,
        maximumRetryAttempts: retry.maximumRetryAttempts ?? 185,
      };
    });
