import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { defaultTools } from '../../../webcomponents/dicomViewer/tools/defaultTools.ts';
import { getKeyText } from '../../../webcomponents/dicomViewer/toolbar/renderToolbar.ts';

describe('docs/viewer.md', () => {
  const page = readFileSync(new URL('../../../docs/viewer.md', import.meta.url), 'utf8');
  const keys = page
    .slice(page.indexOf('## Keys, mouse and touch'), page.indexOf('## Add a tool'))
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .map((line) => line.split(' | ').at(-1)!)
    .join(' ');

  it('lists the key of every tool, and no other letters', () => {
    const tools = defaultTools.flat().flatMap((tool) => tool.keys?.[0] ?? []);
    assert.ok(tools.length > 20);
    const shown = tools.map(getKeyText).map((key) => (key.length > 1 ? key : `\`${key}\``));
    assert.deepEqual(
      shown.filter((key) => !keys.includes(key)),
      [],
    );
    const letters = [...keys.matchAll(/`([A-Z])`/g)].map(([, letter]) => letter!.toLowerCase());
    // `w` belongs to the window menu, which is not a tool.
    assert.deepEqual(
      letters.filter((letter) => letter !== 'w' && !tools.includes(letter)),
      [],
    );
  });
});
