import { format, resolveConfig } from 'prettier';
import type { Graph } from '../../local/graph/graph.ts';
import { runProgram } from '../../local/graph/runProgram.ts';
import { exampleConfig } from '../policies/environments.ts';
import { componentsPage } from './componentsPage.ts';
import { configurationPage } from './configurationPage.ts';
import { deployerPolicies } from './deployerPolicy.ts';
import { functionsPage } from './functionsPage.ts';
import { iamPage } from './iamPage.ts';
import { sorted } from './references.ts';
import { projectFile } from './projectFile.ts';
import { resourcesPage } from './resourcesPage.ts';

const SETTINGS = { awsEndpointUrl: 'https://sqs.us-east-1.amazonaws.com', seed: 'docs' };

const NOTE = '<!-- Made by `npm run docs` from the resource graph and the docstrings. -->\n\n';

/** Every option at once: the prod example, and what it leaves to the hospital. */
export const fullGraph = async (): Promise<Graph> =>
  sorted(
    await runProgram(
      {
        ...exampleConfig('prod'),
        originSecret: 'x'.repeat(32),
        hostedZoneId: 'Z0123456789EXAMPLE',
        externalAnalyzers: '["sharpness=arn:aws:iam::210987654321:role/sharpness"]',
      },
      SETTINGS,
    ),
  );

export const bareGraph = async (): Promise<Graph> => sorted(await runProgram(exampleConfig('dev'), SETTINGS));

/** The documents that are made from the graph, by file name in `docs/`. */
export async function documentsOf(full: Graph, bare: Graph): Promise<Record<string, string>> {
  const policies = await Promise.all(
    deployerPolicies(full).map((policy) =>
      format(JSON.stringify(policy), { parser: 'json', printWidth: 110 }),
    ),
  );
  return {
    'components.md': `${NOTE}${componentsPage(full)}\n`,
    'resources.md': `${NOTE}${resourcesPage(full, bare)}\n`,
    'functions.md': `${NOTE}${functionsPage(full)}\n`,
    'iam.md': `${NOTE}${iamPage(full)}\n`,
    'configuration.md': `${NOTE.replace('the resource graph and the docstrings', 'components/settings/settingsTable.ts')}${configurationPage()}\n`,
    '../Pulumi.yaml': await format(projectFile(), {
      ...(await resolveConfig('Pulumi.yaml')),
      parser: 'yaml',
    }),
    ...Object.fromEntries(policies.map((text, index) => [`deployer/policy-${index + 1}.json`, text])),
  };
}
