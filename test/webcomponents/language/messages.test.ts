import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfigFileAndWriteSchema } from '@lit/localize-tools/lib/config.js';
import { RuntimeLitLocalizer } from '@lit/localize-tools/lib/modes/runtime.js';
import { format, resolveConfig } from 'prettier';

const MESSAGES = 'webcomponents/language/messages/de.ts';

/** The texts that are the same in English and in German. */
const SAME_IN_GERMAN = ['Ellipse', 'Format', 'Zoom'];

describe('the messages', function () {
  this.timeout(60_000);
  const config = readConfigFileAndWriteSchema('lit-localize.json');
  if (config.output.mode !== 'runtime') throw new Error("lit-localize.json: the mode must be 'runtime'");
  const output = { ...config.output, outputDir: mkdtempSync(join(tmpdir(), 'messages-')) };
  const localizer = new RuntimeLitLocalizer({ ...config, output });
  after(() => rmSync(output.outputDir, { recursive: true }));

  it('are complete in every language: if not, run `npm run messages` and fill in the XLIFF file', () => {
    const { messages, errors } = localizer.extractSourceMessages();
    assert.deepEqual(errors, []);
    assert.ok(messages.length > 100);
    const { translations } = localizer.readTranslationsSync();
    assert.deepEqual([...translations.keys()], config.targetLocales);
    for (const translated of translations.values()) {
      const names = translated.map(({ name }) => name);
      assert.deepEqual(
        messages.map(({ name }) => name).filter((name) => !names.includes(name)),
        [],
      );
      assert.deepEqual(
        names.filter((name) => !messages.some((message) => message.name === name)),
        [],
        'translations without a message',
      );
    }
    assert.deepEqual(localizer.validateTranslations().errors, []);
  });

  it('differ between English and German, except for texts that are the same in both', () => {
    const { messages } = localizer.extractSourceMessages();
    const german = new Map(
      localizer
        .readTranslationsSync()
        .translations.get(config.targetLocales[0]!)!
        .map(({ name, contents }) => [name, textOf(contents)]),
    );
    const same = messages
      .map(({ name, contents }) => ({ name, text: textOf(contents) }))
      .filter(({ name, text }) => german.get(name) === text && /\p{L}/u.test(text))
      .map(({ text }) => text);
    assert.deepEqual([...new Set(same)].sort(), SAME_IN_GERMAN);
  });

  it('are built from their translations: if not, run `npm run messages` and commit', async () => {
    await localizer.build();
    const built = readFileSync(join(output.outputDir, 'de.ts'), 'utf8');
    const options = { ...(await resolveConfig(MESSAGES)), parser: 'typescript' };
    assert.equal(readFileSync(MESSAGES, 'utf8'), await format(built, options));
  });
});

/** Returns the text without its placeholders. */
const textOf = (contents: readonly (string | object)[]): string =>
  contents.filter((part) => typeof part === 'string').join('');
