import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfigFileAndWriteSchema } from '@lit/localize-tools/lib/config.js';
import { RuntimeLitLocalizer } from '@lit/localize-tools/lib/modes/runtime.js';
import { format, resolveConfig } from 'prettier';

const written = 'webcomponents/language/messages/de.ts';

describe('the messages', function () {
  this.timeout(60_000);
  const config = readConfigFileAndWriteSchema('lit-localize.json');
  if (config.output.mode !== 'runtime') throw new Error('lit-localize.json: the mode is runtime');
  const output = { ...config.output, outputDir: mkdtempSync(join(tmpdir(), 'messages-')) };
  const localizer = new RuntimeLitLocalizer({ ...config, output });
  after(() => rmSync(output.outputDir, { recursive: true }));

  it('are all translated: npm run messages, then fill webcomponents/language/xliff', () => {
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
        'translations of messages that are gone',
      );
    }
    assert.deepEqual(localizer.validateTranslations().errors, []);
  });

  it('are built from their translations: npm run messages', async () => {
    await localizer.build();
    const built = readFileSync(join(output.outputDir, 'de.ts'), 'utf8');
    const options = { ...(await resolveConfig(written)), parser: 'typescript' };
    assert.equal(readFileSync(written, 'utf8'), await format(built, options));
  });
});
