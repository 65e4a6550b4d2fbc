import { InvalidEventPatternException } from './invalidEventPatternException.ts';

/** `*` stands for any characters; `\*` and `\\` for themselves. Throws for what EventBridge refuses. */
export function wildcardTest(pattern: string): (text: string) => boolean {
  let source = '';
  for (let index = 0; index < pattern.length; index++) {
    const character = pattern[index]!;
    if (character === '\\') {
      const escaped = pattern[++index];
      if (escaped !== '*' && escaped !== '\\')
        throw new InvalidEventPatternException(`Invalid escape character at pos ${index - 1}`);
      source += `\\${escaped}`;
    } else if (character === '*') {
      if (pattern[index + 1] === '*')
        throw new InvalidEventPatternException(`Consecutive wildcard characters at pos ${index}`);
      source += '[^]*';
    } else {
      source += character.replace(/[.+?^${}()|[\]/]/, '\\$&');
    }
  }
  const regex = new RegExp(`^${source}$`);
  return (text) => regex.test(text);
}
