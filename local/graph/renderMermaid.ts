import type { Graph, GraphResource } from './graph.ts';

const SHAPES: Readonly<Record<string, readonly [string, string]>> = {
  'aws:s3/bucket:Bucket': ['[(', ')]'],
  'aws:dynamodb/table:Table': ['[(', ')]'],
  'aws:cloudwatch/eventBus:EventBus': ['{{', '}}'],
  'aws:cloudwatch/eventRule:EventRule': ['>', ']'],
  'aws:sqs/queue:Queue': ['[[', ']]'],
  'aws:lambda/function:Function': ['(', ')'],
  'aws:apigatewayv2/api:Api': ['([', '])'],
  'aws:cloudfront/distribution:Distribution': ['([', '])'],
};

/** Lists the buckets whose events a pattern matches. */
function listBuckets(eventPattern: unknown): string[] {
  if (typeof eventPattern !== 'string') return [];
  const { detail } = JSON.parse(eventPattern) as { detail?: { bucket?: { name?: string[] } } };
  return detail?.bucket?.name ?? [];
}

/** Lists the ways of events and requests through a resource: [from, to, label], each end an id or ARN. */
function listEdges({ type, inputs, outputs }: GraphResource): [unknown, unknown, string?][] {
  switch (type) {
    case 'aws:cloudwatch/eventRule:EventRule':
      return outputs.eventBusName === 'default'
        ? listBuckets(inputs.eventPattern).map((bucket) => [bucket, outputs.arn])
        : [[outputs.eventBusName, outputs.arn]];
    case 'aws:cloudwatch/eventTarget:EventTarget':
      return [[inputs.rule, inputs.arn]];
    case 'aws:lambda/eventSourceMapping:EventSourceMapping':
      return [[inputs.eventSourceArn, inputs.functionName]];
    case 'aws:sqs/queue:Queue': {
      if (typeof inputs.redrivePolicy !== 'string') return [];
      const { deadLetterTargetArn } = JSON.parse(inputs.redrivePolicy) as { deadLetterTargetArn: string };
      return [[outputs.arn, deadLetterTargetArn, 'DLQ']];
    }
    case 'aws:apigatewayv2/integration:Integration':
      return [[inputs.apiId, inputs.integrationUri]];
    case 'aws:cloudfront/distribution:Distribution':
      return (inputs.origins as { domainName: string }[]).map(({ domainName }) => [outputs.arn, domainName]);
    default:
      return [];
  }
}

const listNames = ({ id, outputs }: GraphResource): unknown[] => [
  id,
  outputs.arn,
  outputs.name,
  outputs.invokeArn,
  outputs.bucketRegionalDomainName,
  typeof outputs.apiEndpoint === 'string' ? new URL(outputs.apiEndpoint).host : undefined,
];

/** Renders the ways of events and requests as a Mermaid flowchart; resources on no way are left out. */
export function renderMermaid({ resources }: Graph): string {
  const nodes = resources.filter(({ type }) => type in SHAPES);
  const find = (value: unknown) => nodes.findIndex((node) => listNames(node).includes(value));
  const edges = resources
    .flatMap(listEdges)
    .map(([from, to, label]) => [find(from), find(to), label] as const)
    .filter(([from, to]) => from >= 0 && to >= 0);
  const used = new Set(edges.flatMap(([from, to]) => [from, to]));
  const lines = nodes.flatMap(({ name, type }, index) => {
    const [open, close] = SHAPES[type] ?? ['[', ']'];
    return used.has(index) ? [`  n${index}${open}"${name}"${close}`] : [];
  });
  const arrows = [
    ...new Set(
      edges.map(
        ([from, to, label]) => `  n${from} ${label === undefined ? '-->' : `-. ${label} .->`} n${to}`,
      ),
    ),
  ];
  return ['flowchart LR', ...lines, ...arrows].join('\n');
}
