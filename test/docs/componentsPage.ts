import type { Graph, GraphResource } from '../../local/graph/graph.ts';
import { renderMermaid } from '../../local/graph/renderMermaid.ts';
import { readDocComments } from './docstrings.ts';
import { byName, code, shortType, sortGraph, table } from './references.ts';

const CLASS = /export class (\w+) extends pulumi\.ComponentResource/;
const HANDLER = /export (?:const|async function) handler\b/;

/** Renders `docs/components.md`: the components, the functions and their relations. */
export function componentsPage(graph: Graph): string {
  const components = readDocComments('components', CLASS);
  const handlers = readDocComments('handlers', HANDLER);
  return [
    '# Components',
    '',
    'An uploaded image causes an event, which invokes a function. The function does one task and publishes its result as',
    'another event. `index.ts` reads the configuration and creates one `ImageAnalysis`, which creates all other resources.',
    '',
    '## Event flow',
    '',
    'Cylinders are buckets and tables, flags are rules, double boxes are queues, and rounded boxes are functions. Dotted',
    'arrows lead to dead-letter queues. The hexagon is the event bus, on which `dicom-decode`, `dicom-analyze` and',
    '`dicom-record` publish their events.',
    '',
    '```mermaid',
    renderMermaid(sortGraph(graph)),
    '```',
    '',
    '## Component types',
    '',
    table(
      ['component', 'description', 'file'],
      components.map(({ name, text, file }) => [code(name), text, `[${file}](../${file})`]),
    ),
    '',
    '## Functions',
    '',
    table(
      ['handler', 'description', 'file'],
      handlers.map(({ name, text, file }) => [code(name), text, `[${file}](../${file})`]),
    ),
    '',
    '## Component tree',
    '',
    'Parentheses contain the number of AWS resources that a component creates itself. [resources.md](resources.md) lists them.',
    '',
    ...renderTree(graph),
  ].join('\n');
}

/** Renders the nested list of components, each with the number of resources that it creates itself. */
function renderTree({ resources }: Graph): string[] {
  const childrenOf = (parent: GraphResource) =>
    resources.filter((resource) => resource.parent === parent.urn).sort(byName);
  const lines = (component: GraphResource, depth: number): string[] => {
    const inside = childrenOf(component);
    const own = inside.filter(({ custom }) => custom).length;
    return [
      `${'  '.repeat(depth)}- \`${shortType(component.type)}\` ${component.name}${own > 0 ? ` (${own})` : ''}`,
      ...inside.filter(({ custom }) => !custom).flatMap((each) => lines(each, depth + 1)),
    ];
  };
  const root = resources.find(({ type }) => type === 'dicom-analyzer:index:ImageAnalysis');
  if (!root) throw new Error('The graph has no ImageAnalysis.');
  return lines(root, 0);
}
