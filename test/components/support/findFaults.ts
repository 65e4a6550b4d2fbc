import { existsSync, readFileSync } from 'node:fs';
import { collectGraph } from '../../../local/graph/collectGraph.ts';
import { readConfig } from '../../../local/graph/config.ts';
import type { Graph, GraphResource, StackSettings } from '../../../local/graph/graph.ts';
import { linesOf, preflight } from '../../../local/preflight/preflight.ts';
import { REQUIRED } from './collectProgram.ts';
import type { Combination } from './combinations.ts';
import { ROOT, up } from './up.ts';

/** Pulumi's representation of an unknown value. */
const UNKNOWN = '04da6b54-80e4-46f7-96ec-b56ff0331ba9';
/** The text of an output in a template string without `pulumi.interpolate`. */
const UNRESOLVED = /Calling \[(toString|toJSON)\] on an \[Output|\[object Object\]|undefined/;

/** Types that AWS can tag but the program does not, with the reason. */
const NOT_TAGGED: Readonly<Record<string, string>> = {
  'aws:s3/bucketObjectv2:BucketObjectv2': 'an object can have at most ten tags, and its bucket has tags',
};

/** Tests whether a resource type has tags, by the provider's declarations. */
function isTaggable(type: string): boolean {
  if (type.startsWith('awsx:')) return true;
  const [, module = '', file = ''] = /^aws:([^/]+)\/([^:]+):/.exec(type) ?? [];
  const declaration = `${ROOT}node_modules/@pulumi/aws/${module}/${file}.d.ts`;
  return existsSync(declaration) && /readonly tagsAll:/.test(readFileSync(declaration, 'utf8'));
}

/** A registered resource, from the wire or from the mocks. */
type ResourceToJudge = Pick<GraphResource, 'urn' | 'type' | 'name' | 'custom' | 'inputs' | 'outputs'>;

const toKey = ({ type, name }: { type: string; name: string }): string => `${type} ${name}`;

/**
 * Starts the program as `pulumi up` does, with one combination of options, and returns the faults of its resources:
 * differences from the resources under the mocks, duplicate URNs, unresolved outputs, names and values that AWS would
 * reject, and missing tags.
 */
export async function findFaults(
  { config: options }: Combination,
  settings: StackSettings,
): Promise<{ resources: number; faults: string[] }> {
  const { resources, errors } = await up(settings, { ...REQUIRED, ...options });
  const underMocks = await collectMocked(options, settings);
  return {
    resources: resources.length,
    faults: [
      ...errors,
      ...findDifferences(resources, underMocks.resources),
      ...judgeResources(resources, settings),
    ],
  };
}

/** Returns the resources that the program registers under the local cloud's mocks. */
export async function collectMocked(
  options: Readonly<Record<string, string>>,
  settings: StackSettings,
): Promise<Graph> {
  const { config } = await readConfig(`${ROOT}Pulumi.yaml`, { ...REQUIRED, ...options });
  return collectGraph({ program: `${ROOT}index.ts`, config, settings });
}

function findDifferences(
  registered: readonly ResourceToJudge[],
  mocked: readonly { type: string; name: string }[],
): string[] {
  const [actual, expected] = [registered.map(toKey), mocked.map(toKey)];
  return [
    ...actual
      .filter((one) => !expected.includes(one))
      .map((one) => `${one} is registered under pulumi up only`),
    ...expected
      .filter((one) => !actual.includes(one))
      .map((one) => `${one} is registered under the mocks only`),
    ...(actual.length === expected.length
      ? []
      : [`${actual.length} resources, ${expected.length} under the mocks`]),
  ];
}

/** Returns the faults of the resources. */
export function judgeResources(
  resources: readonly ResourceToJudge[],
  { stack, region }: StackSettings,
): string[] {
  const urns = resources.map(({ urn }) => urn);
  const faults = urns
    .filter((urn, index) => urns.indexOf(urn) !== index)
    .map((urn) => `${urn} is registered twice`);
  for (const resource of resources) {
    const { type, name, inputs } = resource;
    const text = JSON.stringify({ ...inputs, code: null, source: null });
    if (UNRESOLVED.test(text) || text.includes(UNKNOWN))
      faults.push(`${type} ${name} contains an unresolved output`);
    if (!isTaggable(type) || type in NOT_TAGGED) continue;
    const tags = (inputs.tags ?? {}) as Record<string, string>;
    if (tags.stack !== stack || tags.project !== 'dicom-analyzer' || tags.environment === undefined)
      faults.push(`${type} ${name} lacks the stack's tags`);
  }
  return [
    ...faults,
    ...linesOf(preflight({ resources: resources.map((one) => ({ ...one, id: '' })) }, { region })),
  ];
}
