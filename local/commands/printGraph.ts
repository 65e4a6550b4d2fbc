/** `npm run graph`: prints the resource graph that the program registers. */
import { parseCommandLine, runCommand } from './commandLine.ts';
import { readConfigOptions } from './readConfigOptions.ts';

const COMMAND = 'npm run graph';

const HELP = `Usage: npm run graph -- [options]

Prints the resources that the Pulumi program registers, as JSON.

Options:
  --mermaid           prints a Mermaid flowchart of events and requests instead
  --config KEY=VALUE  a configuration key of Pulumi.yaml; may be repeated
  --help              prints this text
`;

await runCommand(COMMAND, async () => {
  const { values } = parseCommandLine({
    command: COMMAND,
    help: HELP,
    options: {
      mermaid: { type: 'boolean', default: false },
      config: { type: 'string', multiple: true, default: [] },
    },
  });
  const config = await readConfigOptions(values.config);
  const { runProgram } = await import('../graph/runProgram.ts');
  const graph = await runProgram(
    {
      oidcIssuer: 'https://issuer.example',
      oidcAudience: 'dicom-analyzer',
      oidcClientId: 'portal',
      ...config,
    },
    { awsEndpointUrl: 'https://sqs.us-east-1.amazonaws.com', seed: 'graph' },
  );
  const { renderMermaid } = await import('../graph/renderMermaid.ts');
  const { toPrintableGraph } = await import('../graph/toPrintableGraph.ts');
  process.stdout.write(
    `${values.mermaid ? renderMermaid(graph) : JSON.stringify(toPrintableGraph(graph), null, 2)}\n`,
  );
  return 0;
});
