import { code, table } from '../references.ts';
import type { ElementDeclaration, Manifest, Member } from './manifest.ts';

/** Returns the tables of one element as Markdown. */
export function makeElementTables(element: ElementDeclaration): string {
  const fields = element.members.filter(({ kind }) => kind === 'field');
  const attributeOf = (field: Member): string => (field.attribute === undefined ? '' : code(field.attribute));
  const sections: [string, string[], string[][]][] = [
    [
      'Attributes and properties',
      ['property', 'attribute', 'type', 'default', 'description'],
      fields
        .filter((field) => field.static !== true && field.readonly !== true)
        .map((field) => [
          code(field.name),
          attributeOf(field),
          code(field.type?.text ?? ''),
          code(field.default ?? 'undefined'),
          field.description ?? '',
        ]),
    ],
    [
      'Read-only properties',
      ['property', 'type', 'description'],
      fields
        .filter((field) => field.readonly === true)
        .map(({ name, type, description = '' }) => [code(name), code(type?.text ?? ''), description]),
    ],
    [
      'Static members',
      ['member', 'type', 'description'],
      element.members
        .filter((member) => member.static === true)
        .map((member) => [
          code(formatSignature(element, member)),
          member.type === undefined ? '' : code(member.type.text),
          member.description ?? '',
        ]),
    ],
    [
      'Events',
      ['event', '`detail`', 'description'],
      element.events.map(({ name, type, description = '' }) => [
        code(name),
        code(/<(.*)>$/.exec(type?.text ?? '')?.[1] ?? ''),
        description,
      ]),
    ],
    ['Slots', ['slot', 'description'], makeRows(element.slots)],
    ['CSS parts', ['part', 'description'], makeRows(element.cssParts)],
  ];
  return sections
    .filter(([, , rows]) => rows.length > 0)
    .map(([title, head, rows]) => `### ${title} of \`<${element.tagName}>\`\n\n${table(head, rows)}`)
    .join('\n\n');
}

/** Returns the table of custom properties, which are the same for both elements. */
export const makeColourTable = (element: ElementDeclaration): string =>
  table(
    ['property', 'default', 'description'],
    element.cssProperties.map(({ name, default: value = '', description = '' }) => [
      code(name),
      code(value),
      description,
    ]),
  );

const makeRows = (entries: readonly { name: string; description?: string }[]): string[][] =>
  entries.map(({ name, description = '' }) => [code(name), description]);

const formatSignature = ({ name }: ElementDeclaration, member: Member): string =>
  member.kind === 'method'
    ? `${name}.${member.name}(${(member.parameters ?? []).map((parameter) => parameter.name).join(', ')})`
    : `${name}.${member.name}`;

export const listElements = ({ modules }: Manifest): ElementDeclaration[] =>
  modules.flatMap(({ declarations }) => declarations);

/** Replaces the text between `<!-- generated: NAME -->` and `<!-- end -->` of a page. */
export function replaceGenerated(page: string, parts: Readonly<Record<string, string>>): string {
  return Object.entries(parts).reduce((text, [name, part]) => {
    const start = `<!-- generated: ${name} -->\n`;
    const at = text.indexOf(start);
    const end = text.indexOf('<!-- end -->', at);
    if (at < 0 || end < 0)
      throw new Error(`The page lacks the markers of '${name}': add ${start.trim()} and <!-- end -->.`);
    return `${text.slice(0, at + start.length)}\n${part}\n\n${text.slice(end)}`;
  }, page);
}
