import type { Graph, GraphResource } from '../../local/graph/graph.ts';
import { docstringsOf } from './docstrings.ts';
import { byName, code, referencesOf, table } from './references.ts';

/** `docs/functions.md`: what each function is given: its size, and its environment. */
export function functionsPage(full: Graph): string {
  const written = referencesOf(full);
  const texts = new Map(
    docstringsOf('handlers', /export (?:const|async function) handler\b/).map(({ name, text }) => [
      name,
      text,
    ]),
  );
  const functions = full.resources.filter(({ type }) => type === 'aws:lambda/function:Function').sort(byName);
  return [
    '# Every function, and its environment',
    '',
    'A function reads these variables and no others; one that is missing is an error that names it. In braces stands',
    'the name of that resource in the stack. The values are those of the prod example with every option.',
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
          .map(([name, value]) => [code(name), value === '' ? '' : code(written(value))]),
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
    ...(reserved === undefined ? [] : [`at most ${reserved} at once`]),
  ].join(', ');
}
