import type { Graph } from '../graph/graph.ts';

/** A mapping of the graph, with AWS's defaults. */
export interface EventSourceMapping {
  readonly queueArn: string;
  readonly functionArn: string;
  readonly batchSize: number;
  /** The time to wait for a full batch, in seconds. */
  readonly batchingWindow: number;
  readonly maximumConcurrency: number | undefined;
  readonly reportBatchItemFailures: boolean;
}

/** Reads the enabled mappings of the graph. */
export function readEventSourceMappings(graph: Graph): EventSourceMapping[] {
  const functions = graph.resources.filter(({ type }) => type === 'aws:lambda/function:Function');
  return graph.resources
    .filter(
      ({ type, inputs }) =>
        type === 'aws:lambda/eventSourceMapping:EventSourceMapping' && inputs.enabled !== false,
    )
    .map(({ name, inputs }) => {
      const target = functions.find(({ outputs }) =>
        [outputs.arn, outputs.name].includes(inputs.functionName),
      );
      if (target === undefined)
        throw new Error(`${name}: there is no function ${String(inputs.functionName)}`);
      const scaling = (inputs.scalingConfig ?? {}) as { maximumConcurrency?: number };
      return {
        queueArn: String(inputs.eventSourceArn),
        functionArn: String(target.outputs.arn),
        batchSize: typeof inputs.batchSize === 'number' ? inputs.batchSize : 10,
        batchingWindow:
          typeof inputs.maximumBatchingWindowInSeconds === 'number'
            ? inputs.maximumBatchingWindowInSeconds
            : 0,
        maximumConcurrency: scaling.maximumConcurrency,
        reportBatchItemFailures:
          Array.isArray(inputs.functionResponseTypes) &&
          inputs.functionResponseTypes.includes('ReportBatchItemFailures'),
      };
    });
}
