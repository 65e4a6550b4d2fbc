import type { Graph, GraphResource } from '../../local/graph/graph.ts';
import { byName, code, serviceOf, shortType, table } from './references.ts';

/** The files of the portal are many, and named after their content: they are counted only. */
const FILE = 'aws:s3/bucketObjectv2:BucketObjectv2';

/** `docs/resources.md`: every resource that the program creates, by service. */
export function resourcesPage(full: Graph, bare: Graph): string {
  const always = new Set(bare.resources.map(({ type, name }) => `${type} ${name}`));
  const resources = full.resources.filter(isReal).sort(byName);
  const services = [...new Set(resources.map(({ type }) => serviceOf(type)))].sort();
  const files = full.resources.filter(({ type }) => type === FILE).length > 0;
  return [
    '# Every resource',
    '',
    `${resources.length} resources with every option, of them ${resources.filter((each) => !isIn(always, each)).length} only with one; the names are those of Pulumi, to which`,
    'it adds seven letters of chance. `option`: not in the dev example. The resources that `awsx` makes inside a VPC and',
    'a trail are its own, and not listed.',
    ...(files
      ? ["The portal's files in its bucket (`BucketObjectv2`) change with every build, and are not listed."]
      : []),
    '',
    ...services.flatMap((service) => [
      `## ${service}`,
      '',
      table(
        ['resource', 'name', 'made by', ''],
        resources
          .filter(({ type }) => serviceOf(type) === service)
          .map((each) => [
            code(shortType(each.type)),
            each.name,
            makerOf(full, each),
            isIn(always, each) ? '' : 'option',
          ]),
      ),
      '',
    ]),
  ]
    .join('\n')
    .trimEnd();
}

const isIn = (keys: ReadonlySet<string>, { type, name }: GraphResource): boolean =>
  keys.has(`${type} ${name}`);

const isReal = ({ custom, type }: GraphResource): boolean =>
  type !== FILE && (custom || type.startsWith('awsx:')) && !type.startsWith('pulumi:');

/** The component that a resource belongs to. */
function makerOf({ resources }: Graph, { parent }: GraphResource): string {
  const maker = resources.find(({ urn }) => urn === parent);
  return maker ? `\`${shortType(maker.type)}\` ${maker.name}` : '';
}
