import { code, table } from '../references.ts';
import type { ElementDeclaration, Manifest, Member } from './manifest.ts';

/** The tables of one element, as a page of docs/ has them. */
export function tablesOf(element: ElementDeclaration): string {
  const fields = element.members.filter(({ kind }) => kind === 'field');
  const attributeOf = (field: Member): string => (field.attribute === undefined ? '' : code(field.attribute));
  const sections: [string, string[], string[][]][] = [
    [
      'Attributes and properties',
      ['property', 'attribute', 'type', 'default', ''],
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
      'Read only',
      ['property', 'type', ''],
      fields
        .filter((field) => field.readonly === true)
        .map(({ name, type, description = '' }) => [code(name), code(type?.text ?? ''), description]),
    ],
    [
      'Of the class',
      ['member', 'type', ''],
      element.members
        .filter((member) => member.static === true)
        .map((member) => [
          code(signature(element, member)),
          code(member.type?.text ?? ''),
          member.description ?? '',
        ]),
    ],
    [
      'Events',
      ['event', '`detail`', ''],
      element.events.map(({ name, type, description = '' }) => [
        code(name),
        code(/<(.*)>$/.exec(type?.text ?? '')?.[1] ?? ''),
        description,
      ]),
    ],
    ['Slots', ['slot', ''], named(element.slots)],
    ['Parts', ['part', ''], named(element.cssParts)],
  ];
  return sections
    .filter(([, , rows]) => rows.length > 0)
    .map(([title, head, rows]) => `### ${title} of \`<${element.tagName}>\`\n\n${table(head, rows)}`)
    .join('\n\n');
}

/** The custom properties, which are the same for both elements. */
export const colourTable = (element: ElementDeclaration): string =>
  table(
    ['property', 'default', ''],
    element.cssProperties.map(({ name, default: value = '', description = '' }) => [
      code(name),
      code(value),
      description,
    ]),
  );

const named = (things: readonly { name: string; description?: string }[]): string[][] =>
  things.map(({ name, description = '' }) => [code(name), description]);

const signature = ({ name }: ElementDeclaration, member: Member): string =>
  member.kind === 'method'
    ? `${name}.${member.name}(${(member.parameters ?? []).map((parameter) => parameter.name).join(', ')})`
    : `${name}.${member.name}`;

export const elementsOf = ({ modules }: Manifest): ElementDeclaration[] =>
  modules.flatMap(({ declarations }) => declarations);

/** Puts a text between `<!-- made: NAME -->` and `<!-- end -->` of a page. */
export function filled(page: string, parts: Readonly<Record<string, string>>): string {
  return Object.entries(parts).reduce((text, [name, part]) => {
    const start = `<!-- made: ${name} -->\n`;
    const at = text.indexOf(start);
    const end = text.indexOf('<!-- end -->', at);
    if (at < 0 || end < 0)
      throw new Error(`the page has no place for '${name}': ${start.trim()} … <!-- end -->`);
    return `${text.slice(0, at + start.length)}\n${part}\n\n${text.slice(end)}`;
  }, page);
}
