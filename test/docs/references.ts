import type { Graph, GraphResource } from '../../local/graph/graph.ts';

/** Returns the last part of a type token: `Bucket` of `aws:s3/bucket:Bucket`. */
export const shortType = (type: string): string => type.slice(type.lastIndexOf(':') + 1);

/** Returns the service in a type token: `s3` of `aws:s3/bucket:Bucket`. */
export const serviceOf = (type: string): string => type.split(':')[1]!.split('/')[0]!;

/** The resource types that other resources refer to, and the outputs that they use. */
const NAMED: Readonly<Record<string, readonly string[]>> = {
  'aws:s3/bucket:Bucket': ['arn', 'bucket'],
  'aws:dynamodb/table:Table': ['arn', 'name'],
  'aws:sqs/queue:Queue': ['arn', 'url', 'name'],
  'aws:sns/topic:Topic': ['arn'],
  'aws:kms/key:Key': ['arn', 'keyId'],
  'aws:cloudwatch/eventBus:EventBus': ['arn', 'name'],
  'aws:cloudwatch/eventRule:EventRule': ['arn'],
  'aws:cloudwatch/logGroup:LogGroup': ['arn', 'name'],
  'aws:secretsmanager/secret:Secret': ['arn'],
  'aws:iam/role:Role': ['arn', 'name'],
  'aws:lambda/function:Function': ['arn', 'name'],
  'aws:cloudfront/distribution:Distribution': ['arn'],
};

/**
 * Returns a function that replaces ARNs, URLs and names of resources with labels such as `{Bucket dicom-uploads}`,
 * because they end in generated characters and differ in every stack.
 */
export function replaceReferences({ resources }: Graph): (text: string) => string {
  const known = resources.flatMap((resource) =>
    namesOf(resource).map((value): [string, string] => [
      value,
      `{${shortType(resource.type)} ${resource.name}}`,
    ]),
  );
  const longestFirst = known.sort(([a], [b]) => b.length - a.length || (a < b ? -1 : 1));
  return (text) =>
    longestFirst
      .reduce((replaceNames, [value, label]) => replaceNames.replaceAll(value, label), text)
      .replaceAll('000000000000', 'ACCOUNT');
}

const namesOf = ({ type, outputs }: GraphResource): string[] =>
  (NAMED[type] ?? []).map((key) => outputs[key]).filter((value) => typeof value === 'string');

export const byName = (a: { type: string; name: string }, b: { type: string; name: string }): number => {
  const [one, other] = [`${a.name} ${a.type}`, `${b.name} ${b.type}`];
  return one < other ? -1 : one > other ? 1 : 0;
};

/** Sorts the resources of a graph by name, because their registration order varies. */
export const sortGraph = (graph: Graph): Graph => ({
  ...graph,
  resources: [...graph.resources].sort(byName),
});

/** Renders a Markdown table. Cells must not contain line breaks. */
export const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows]
    .map((cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`)
    .join('\n');

export const code = (text: string): string => `\`${text}\``;
