import type { Graph, GraphResource } from '../../local/graph/graph.ts';
import { readDocComments } from './docstrings.ts';
import { byName, code, replaceReferences, table } from './references.ts';

/** Renders `docs/functions.md`: the size and the environment of each function. */
export function functionsPage(full: Graph): string {
  const replaceNames = replaceReferences(full);
  const texts = new Map(
    readDocComments('handlers', /export (?:const|async function) handler\b/).map(({ name, text }) => [
      name,
      text,
    ]),
  );
  const functions = full.resources.filter(({ type }) => type === 'aws:lambda/function:Function').sort(byName);
  return [
    '# Functions and their environment variables',
    '',
    'A function reads exactly these variables. A missing variable causes an error that names it. Braces enclose a resource',
    'whose name in AWS is inserted there. The values are those of the prod example with every option.',
    '',
    ...functions.flatMap((each) => [
      `## ${each.name}`,
      '',
      texts.get(each.name.slice(each.name.lastIndexOf('-') + 1)) ?? '',
      '',
      sizeOf(each),
      '',
      table(
        ['variable', 'value'],
        Object.entries(variablesOf(each))
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([name, value]) => [code(name), value === '' ? '' : code(replaceNames(value))]),
      ),
      '',
    ]),
  ]
    .join('\n')
    .trimEnd();
}

const variablesOf = ({ inputs }: GraphResource): Record<string, string> =>
  (inputs['environment'] as { variables: Record<string, string> }).variables;

function sizeOf({ inputs }: GraphResource): string {
  const reserved = inputs['reservedConcurrentExecutions'] as number | undefined;
  return [
    `${String(inputs['memorySize'])} MB`,
    `${String(inputs['timeout'])} s`,
    String(inputs['runtime']),
    (inputs['architectures'] as string[]).join(', '),
    ...(reserved === undefined ? [] : [`reserved concurrency ${reserved}`]),
  ].join(', ');
}
