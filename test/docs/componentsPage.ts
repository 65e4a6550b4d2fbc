import type { Graph, GraphResource } from '../../local/graph/graph.ts';
import { renderMermaid } from '../../local/graph/renderMermaid.ts';
import { docstringsOf } from './docstrings.ts';
import { byName, code, shortType, sorted, table } from './references.ts';

const CLASS = /export class (\w+) extends pulumi\.ComponentResource/;
const HANDLER = /export (?:const|async function) handler\b/;

/** `docs/components.md`: what each component is for, and how they fit. */
export function componentsPage(graph: Graph): string {
  const components = docstringsOf('components', CLASS);
  const handlers = docstringsOf('handlers', HANDLER);
  return [
    '# The components, and how they fit',
    '',
    'An image arrives, an event says so, a function does one thing and says what it did. `index.ts` reads the',
    'configuration and makes one `ImageAnalysis`, which makes all the rest.',
    '',
    '## How an event travels',
    '',
    'Cylinders keep, flags are rules, double boxes are queues, rounded boxes are functions; dotted arrows lead to',
    'dead-letter queues. The diamond is the bus of our own events: what `dicom-decode`, `dicom-analyze` and',
    '`dicom-record` publish enters it.',
    '',
    '```mermaid',
    renderMermaid(sorted(graph)),
    '```',
    '',
    '## What each component is for',
    '',
    table(
      ['component', 'what it is', 'file'],
      components.map(({ name, text, file }) => [code(name), text, `[${file}](../${file})`]),
    ),
    '',
    '## What each function does',
    '',
    table(
      ['handler', 'what it does', 'file'],
      handlers.map(({ name, text, file }) => [code(name), text, `[${file}](../${file})`]),
    ),
    '',
    '## What is in what',
    '',
    "In brackets how many resources of AWS's a component makes itself; [resources.md](resources.md) has them all.",
    '',
    ...treeOf(graph),
  ].join('\n');
}

/** The nested list of components, with how many resources each makes itself. */
function treeOf({ resources }: Graph): string[] {
  const below = (parent: GraphResource) =>
    resources.filter((resource) => resource.parent === parent.urn).sort(byName);
  const lines = (component: GraphResource, depth: number): string[] => {
    const inside = below(component);
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
