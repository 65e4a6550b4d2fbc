import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { Registered } from '../components/support/collectProgram.ts';
import { stackGraph } from '../components/support/stackGraph.ts';

const PREFIX = 'dicom-analyzer:';

/** The resources of a stack as its example configuration has it, with an external analyzer beside. */
export async function resourcesOf(environment: string): Promise<Registered[]> {
  const text = readFileSync(new URL(`../../Pulumi.${environment}.yaml`, import.meta.url), 'utf8');
  const { config } = parse(text) as { config: Record<string, unknown> };
  const own = Object.entries(config)
    .filter(([key]) => key.startsWith(PREFIX))
    .map(([key, value]) => [
      key.slice(PREFIX.length),
      typeof value === 'string' ? value : JSON.stringify(value),
    ]);
  const { resources } = await stackGraph({
    externalAnalyzers: '["sharpness=arn:aws:iam::210987654321:role/sharpness"]',
    ...(Object.fromEntries(own) as Record<string, string>),
  });
  return resources;
}
