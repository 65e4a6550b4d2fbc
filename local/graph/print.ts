/** `npm run graph [-- --mermaid] [--config KEY=VALUE]…`: the resource graph that the program registers. */
import { parseArgs } from 'node:util';
import { mermaid } from './mermaid.ts';
import { parseConfig } from './parseConfig.ts';
import { printable } from './printable.ts';
import { runProgram } from './program.ts';

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
process.stdout.write(`${values.mermaid ? mermaid(graph) : JSON.stringify(printable(graph), null, 2)}\n`);
