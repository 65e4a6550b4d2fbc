/** `npm run graph [-- --mermaid] [--config KEY=VALUE]…`: the resource graph that the program registers. */
import { parseArgs } from 'node:util';
import { renderMermaid } from '../graph/renderMermaid.ts';
import { parseConfig } from '../graph/parseConfig.ts';
import { toPrintableGraph } from '../graph/toPrintableGraph.ts';
import { runProgram } from '../graph/runProgram.ts';

const { values } = parseArgs({
  options: {
    mermaid: { type: 'boolean', default: false },
    config: { type: 'string', multiple: true, default: [] },
  },
});
const graph = await runProgram(
  {
    oidcIssuer: 'https://issuer.example',
    oidcAudience: 'dicom-analyzer',
    oidcClientId: 'portal',
    ...parseConfig(values.config),
  },
  { awsEndpointUrl: 'https://sqs.us-east-1.amazonaws.com', seed: 'graph' },
);
process.stdout.write(
  `${values.mermaid ? renderMermaid(graph) : JSON.stringify(toPrintableGraph(graph), null, 2)}\n`,
);
