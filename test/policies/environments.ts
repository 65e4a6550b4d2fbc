import type { PolicyResource } from '@pulumi/policy';
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { Registered } from '../components/support/collectProgram.ts';
import { stackGraph } from '../components/support/stackGraph.ts';

const PREFIX = 'dicom-analyzer:';

/** The configuration of an environment's example file, by key without its namespace. */
export function exampleConfig(environment: string): Record<string, string> {
  const text = readFileSync(new URL(`../../Pulumi.${environment}.yaml`, import.meta.url), 'utf8');
  const { config } = parse(text) as { config: Record<string, unknown> };
  return Object.fromEntries(
    Object.entries(config)
      .filter(([key]) => key.startsWith(PREFIX))
      .map(([key, value]) => [
        key.slice(PREFIX.length),
        typeof value === 'string' ? value : JSON.stringify(value),
      ]),
  );
}

/** The resources of a stack as its example configuration has it, with an external analyzer beside. */
export async function resourcesOf(environment: string): Promise<PolicyResource[]> {
  const { resources } = await stackGraph({
    externalAnalyzers: '["sharpness=arn:aws:iam::210987654321:role/sharpness"]',
    ...exampleConfig(environment),
  });
  return resources.map(policyResource);
}

/** A resource as a policy pack gets it after the preview: its state, inputs included. */
const policyResource = ({ type, name, inputs, outputs }: Registered): PolicyResource => ({
  type,
  name,
  urn: `urn:pulumi:test::dicom-analyzer::${type}::${name}`,
  props: plain({ ...inputs, ...outputs }),
  opts: {
    protect: false,
    ignoreChanges: [],
    aliases: [],
    additionalSecretOutputs: [],
    customTimeouts: NO_LIMITS,
  },
  dependencies: [],
  propertyDependencies: {},
  isType: () => false,
  asType: () => undefined,
});

const NO_LIMITS = { createSeconds: 0, updateSeconds: 0, deleteSeconds: 0 };

/** Assets and archives hold promises, which nothing can copy, and no rule reads. */
const plain = (value: unknown): Record<string, unknown> =>
  JSON.parse(JSON.stringify(value)) as Record<string, unknown>;
