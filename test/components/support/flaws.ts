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
const UNTAGGED: Readonly<Record<string, string>> = {
  'aws:s3/bucketObjectv2:BucketObjectv2': 'an object takes ten tags at most, and its bucket bears them',
};

/** Tests whether a resource type has tags, by the provider's declarations. */
function isTaggable(type: string): boolean {
  if (type.startsWith('awsx:')) return true;
  const [, module = '', file = ''] = /^aws:([^/]+)\/([^:]+):/.exec(type) ?? [];
  const declaration = `${ROOT}node_modules/@pulumi/aws/${module}/${file}.d.ts`;
  return existsSync(declaration) && /readonly tagsAll:/.test(readFileSync(declaration, 'utf8'));
}

/** A registered resource, from the wire or from the mocks. */
type Judged = Pick<GraphResource, 'urn' | 'type' | 'name' | 'custom' | 'inputs' | 'outputs'>;

const named = ({ type, name }: { type: string; name: string }): string => `${type} ${name}`;

/**
 * Starts the program as `pulumi up` does, with one combination of options, and says all that is wrong with what it
 * registers: other resources than under the mocks, a URN twice, an output that was not waited for, a name or anything
 * else that AWS would refuse, a resource without the stack's tags.
 */
export async function flawsOf(
  { config: options }: Combination,
  settings: StackSettings,
): Promise<{ resources: number; flaws: string[] }> {
  const { resources, errors } = await up(settings, { ...REQUIRED, ...options });
  const under = await mocked(options, settings);
  return {
    resources: resources.length,
    flaws: [...errors, ...difference(resources, under.resources), ...judged(resources, settings)],
  };
}

/** Returns the resources that the program registers under the local cloud's mocks. */
export async function mocked(
  options: Readonly<Record<string, string>>,
  settings: StackSettings,
): Promise<Graph> {
  const { config } = await readConfig(`${ROOT}Pulumi.yaml`, { ...REQUIRED, ...options });
  return collectGraph({ program: `${ROOT}index.ts`, config, settings });
}

function difference(ours: readonly Judged[], mocked: readonly { type: string; name: string }[]): string[] {
  const [here, there] = [ours.map(named), mocked.map(named)];
  return [
    ...here.filter((one) => !there.includes(one)).map((one) => `${one} is registered under pulumi up only`),
    ...there.filter((one) => !here.includes(one)).map((one) => `${one} is registered under the mocks only`),
    ...(here.length === there.length ? [] : [`${here.length} resources, ${there.length} under the mocks`]),
  ];
}

/** Returns the faults of the resources. */
export function judged(resources: readonly Judged[], { stack, region }: StackSettings): string[] {
  const urns = resources.map(({ urn }) => urn);
  const flaws = urns.filter((urn, index) => urns.indexOf(urn) !== index).map((urn) => `${urn} comes twice`);
  for (const resource of resources) {
    const { type, name, inputs } = resource;
    const text = JSON.stringify({ ...inputs, code: null, source: null });
    if (UNRESOLVED.test(text) || text.includes(UNKNOWN))
      flaws.push(`${type} ${name} holds an unresolved output`);
    if (!isTaggable(type) || type in UNTAGGED) continue;
    const tags = (inputs.tags ?? {}) as Record<string, string>;
    if (tags.stack !== stack || tags.project !== 'dicom-analyzer' || tags.environment === undefined)
      flaws.push(`${type} ${name} lacks the stack's tags`);
  }
  return [
    ...flaws,
    ...linesOf(preflight({ resources: resources.map((one) => ({ ...one, id: '' })) }, { region })),
  ];
}
