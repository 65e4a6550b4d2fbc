import type { PolicyResource } from '@pulumi/policy';
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { Registered } from '../components/support/collectProgram.ts';
import { stackGraph } from '../components/support/stackGraph.ts';

const PREFIX = 'dicom-analyzer:';

/** Returns the configuration of an environment's example file, by key without the namespace. */
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

/** Returns the resources of a stack with its example configuration and a third-party analyzer. */
export async function resourcesOf(environment: string): Promise<PolicyResource[]> {
  const { resources } = await stackGraph({
    externalAnalyzers: '["sharpness=arn:aws:iam::210987654321:role/sharpness"]',
    ...exampleConfig(environment),
  });
  const all = new Map(resources.map((one) => [`${one.type}::${one.name}`, policyResource(one)]));
  for (const { type, name, dependencies } of resources)
    all.get(`${type}::${name}`)!.dependencies.push(...dependencies.flatMap((key) => all.get(key) ?? []));
  return [...all.values()];
}

/** Converts a resource to the form that a policy pack receives after the preview. */
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

/** Copies a value by JSON, which drops the promises in assets and archives. No rule reads these. */
const plain = (value: unknown): Record<string, unknown> =>
  JSON.parse(JSON.stringify(value)) as Record<string, unknown>;
