/** The content of an element: text, children, or a list for repeated elements. */
export type XmlContent =
  string | number | boolean | undefined | { readonly [name: string]: XmlContent } | readonly XmlContent[];

const escapeXml = (text: string): string =>
  text.replace(
    /[&<>"\r]|[^\t\n\r\x20-\ud7ff\ue000-\uffff\ud800-\udfff]/g,
    (character) => `&#${character.charCodeAt(0)};`,
  );

/** Renders an element, or one for each item of a list; nothing where the content is undefined. */
export function renderElement(name: string, content: XmlContent): string {
  if (content === undefined) return '';
  if (Array.isArray(content))
    return (content as XmlContent[]).map((each) => renderElement(name, each)).join('');
  const inner =
    typeof content === 'object'
      ? Object.entries(content as Record<string, XmlContent>)
          .map(([key, value]) => renderElement(key, value))
          .join('')
      : escapeXml(String(content));
  return `<${name}>${inner}</${name}>`;
}

/** Renders a document in S3's namespace. */
export const renderDocument = (name: string, content: XmlContent): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n${renderElement(name, content).replace(`<${name}>`, `<${name} xmlns="http://s3.amazonaws.com/doc/2006-03-01/">`)}`;

/** Returns the contents of the elements with that name, in order. Clients do not send nested elements of one name. */
export const findElements = (xml: string, name: string): string[] =>
  [...xml.matchAll(new RegExp(`<(?:\\w+:)?${name}(?:\\s[^>]*)?>([^]*?)</(?:\\w+:)?${name}>`, 'g'))].map(
    ([, inner]) => inner!,
  );

/** Returns the text of the first element with that name. */
export function findText(xml: string, name: string): string | undefined {
  const inner = findElements(xml, name)[0];
  return inner?.replace(
    /&(?:#x([0-9a-fA-F]+)|#(\d+)|(\w+));/g,
    (whole, hex?: string, decimal?: string, word?: string) => {
      if (hex !== undefined) return String.fromCodePoint(parseInt(hex, 16));
      if (decimal !== undefined) return String.fromCodePoint(Number(decimal));
      return { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }[word ?? ''] ?? whole;
    },
  );
}
