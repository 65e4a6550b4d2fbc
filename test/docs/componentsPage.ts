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
    ...IN_YOUR_PROGRAM,
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

/** The guide for a consumer's own program. test/consumers/testing.mjs creates the same component from the packed tarball. */
const IN_YOUR_PROGRAM = [
  '## In your own program',
  '',
  'The package is made of ES modules and needs Node 20.19 or later. `Pulumi.yaml` and `package.json` load the program as',
  'this repository does. `pulumi new aws-typescript` writes a CommonJS project instead, with which the package has not been',
  'tried: replace these parts of it.',
  '',
  '```yaml',
  '# Pulumi.yaml',
  'name: imaging',
  'main: index.ts',
  'runtime:',
  '  name: nodejs',
  '  options:',
  '    typescript: false',
  '    nodeargs: --import tsx',
  '```',
  '',
  '`package.json` has `"type": "module"`, and `tsx` beside `dicom-analyzer` and `@pulumi/pulumi`. `tsconfig.json`, for the',
  'editor and `tsc`:',
  '',
  '```json',
  '{ "compilerOptions": { "module": "esnext", "moduleResolution": "bundler", "target": "es2023", "strict": true, "skipLibCheck": true, "noEmit": true } }',
  '```',
  '',
  '```ts',
  '// index.ts',
  "import { ImageAnalysis } from 'dicom-analyzer/components';",
  '',
  "const analysis = new ImageAnalysis('imaging', {",
  "  oidcIssuer: 'https://login.example.org',",
  "  oidcAudience: 'imaging',",
  "  oidcClientId: 'portal',",
  '  transform: {',
  "    role: (args) => ({ ...args, permissionsBoundary: 'arn:aws:iam::123456789012:policy/boundary' }),",
  "    function: (args, { name }) => (name === 'imaging-decode' ? { ...args, memorySize: 3008 } : args),",
  '  },',
  '});',
  'export const { portalUrl, apiUrl } = analysis;',
  '```',
  '',
  'A `transform` receives the arguments of a child, and its name and type, and returns the arguments to use. `role` sets a',
  'permissions boundary on every role of the stack. The names of children derive from the name of the component; the',
  'component tree below has `dicom` in place of `imaging`. The children of one kind:',
  '',
  '| transform | type | children |',
  '| --- | --- | --- |',
  '| `bucket` | `aws:s3/bucket:Bucket` | `NAME-uploads`, `NAME-derived` |',
  '| `table` | `aws:dynamodb/table:Table` | `NAME-jobs` |',
  '| `function` | `aws:lambda/function:Function` | `NAME-HANDLER`, one for each function below |',
  '| `role` | `aws:iam/role:Role` | `NAME-HANDLER`, one for each function below |',
  '| `queue` | `aws:sqs/queue:Queue` | `NAME-decode`, `NAME-analyze`, `NAME-record`, `NAME-erase` |',
  '| `api` | `aws:apigatewayv2/api:Api` | `NAME` |',
  '| `distribution` | `aws:cloudfront/distribution:Distribution` | `NAME-portal` |',
  '',
  '`dicom-analyzer/testing` has the mocks for a unit test of such a program:',
  '',
  '```ts',
  "import * as pulumi from '@pulumi/pulumi';",
  "import { createMocks } from 'dicom-analyzer/testing';",
  '',
  'const resources: pulumi.runtime.MockResourceArgs[] = [];',
  'await pulumi.runtime.setMocks(createMocks((resource) => resources.push(resource)));',
  "const { apiUrl } = await pulumi.runtime.runInPulumiStack(() => import('./index.ts'));",
  '```',
  '',
];

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
