import type { Graph, GraphResource } from '../../local/graph/graph.ts';
import { byName, code, serviceOf, shortType, table } from './references.ts';

/** The type of the portal's files, which are not listed because their names contain hashes of their contents. */
const FILE = 'aws:s3/bucketObjectv2:BucketObjectv2';

/** Renders `docs/resources.md`: every resource that the program creates, by service. */
export function resourcesPage(full: Graph, bare: Graph): string {
  const always = new Set(bare.resources.map(({ type, name }) => `${type} ${name}`));
  const resources = full.resources.filter(isReal).sort(byName);
  const services = [...new Set(resources.map(({ type }) => serviceOf(type)))].sort();
  const files = full.resources.filter(({ type }) => type === FILE).length > 0;
  return [
    '# Resources',
    '',
    `With every option, the stack has ${resources.length} resources. ${resources.filter((each) => !isIn(always, each)).length} of them, marked \`option\`, are not in the dev example. The`,
    'names are the logical names in Pulumi, which appends seven characters to most of them. The list omits the resources',
    'that `awsx` creates for a VPC.',
    ...(files
      ? ["It also omits the portal's files in its bucket (`BucketObjectv2`), which change with every build."]
      : []),
    '',
    ...services.flatMap((service) => [
      `## ${service}`,
      '',
      table(
        ['resource', 'name', 'component', ''],
        resources
          .filter(({ type }) => serviceOf(type) === service)
          .map((each) => [
            code(shortType(each.type)),
            each.name,
            componentOf(full, each),
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

/** Returns the component that created a resource. */
function componentOf({ resources }: Graph, { parent }: GraphResource): string {
  const component = resources.find(({ urn }) => urn === parent);
  return component ? `\`${shortType(component.type)}\` ${component.name}` : '';
}
