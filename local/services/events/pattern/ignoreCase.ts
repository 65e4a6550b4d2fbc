const escape = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');

/**
 * Compiles a test for a text in any case. As in Event Ruler, each UTF-16 unit of the pattern stands for its lower or its
 * upper form, which may be of another length ('ß' stands for 'ß' and 'SS'); the event's text is not converted
 * (https://github.com/aws/event-ruler, input/EqualsIgnoreCaseParser.java).
 * @param part the part of the event's text that the pattern has to fit
 */
export function compileIgnoreCaseTest(
  pattern: string,
  part: 'whole' | 'start' | 'end',
): (text: string) => boolean {
  const units = Array.from({ length: pattern.length }, (_, index) => {
    // Ruler writes each half of a surrogate pair in UTF-8 by itself, and Java writes '?' for a half.
    const unit = pattern[index]!.replace(/[\uD800-\uDFFF]/, '?');
    const forms = [...new Set([unit.toLowerCase(), unit.toUpperCase()])].map(escape);
    return forms.length === 1 ? forms[0] : `(?:${forms.join('|')})`;
  });
  const expression = new RegExp(
    `${part === 'end' ? '' : '^'}${units.join('')}${part === 'start' ? '' : '$'}`,
  );
  return (text) => expression.test(text);
}
