import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { CHARLS } from '../../../dicom/codecs/embind/charlsNames.ts';
import type { EmscriptenNames } from '../../../dicom/codecs/embind/emscriptenNames.ts';
import { startEmbind } from '../../../dicom/codecs/embind/startEmbind.ts';

const { resolve } = createRequire(import.meta.url);
const contents = (path: string): Buffer => readFileSync(resolve(`@cornerstonejs/${path}`));
const compile = (path: string): Promise<WebAssembly.Module> =>
  WebAssembly.compile(new Uint8Array(contents(path)));

/** What the script of a package calls its module's imports and exports. */
function namesIn(script: string): EmscriptenNames {
  const imports = /var wasmImports=\{([^}]*)\}/
    .exec(script)![1]!
    .split(',')
    .map((pair) => {
      const [short, long] = pair.split(':') as [string, string];
      return [short, long.replace(/^_+/, '')];
    });
  const exported = (pattern: RegExp): string => pattern.exec(script)![1]!;
  return {
    imports: Object.fromEntries(imports) as Record<string, string>,
    memory: exported(/wasmMemory=wasmExports\["(\w+)"\]/),
    table: exported(/wasmTable=wasmExports\["(\w+)"\]/),
    construct: exported(/addOnInit\(wasmExports\["(\w+)"\]\)/),
  };
}

describe('the loader of Emscripten modules', () => {
  const codecs = {
    'codec-charls': { names: CHARLS, classes: 'JpegLSDecoder' },
  };
  for (const [name, { names, classes }] of Object.entries(codecs)) {
    it(`calls what ${name} asks for as its own script does`, () => {
      assert.deepEqual(names, namesIn(contents(`${name}/decodewasmjs`).toString()));
    });

    it(`makes and ends decoders of ${name}, whose memory grows and is seen`, async () => {
      const made = await startEmbind(await compile(`${name}/decodewasm`), names);
      assert.deepEqual(Object.keys(made), [classes]);
      const decoder = new (
        made[classes] as new () => {
          getEncodedBuffer(length: number): Uint8Array;
          delete(): void;
        }
      )();
      decoder.getEncodedBuffer(10).set([1, 2, 3]);
      assert.deepEqual([...decoder.getEncodedBuffer(10).subarray(0, 3)], [1, 2, 3]);
      const large = decoder.getEncodedBuffer(200_000_000);
      assert.equal(large.length, 200_000_000);
      assert.equal(large[199_999_999], 0);
      decoder.delete();
    });
  }

  it('refuses a module of another version', async () => {
    const module = await compile('codec-charls/decodewasm');
    const { g, ...others } = CHARLS.imports;
    assert.equal(g, 'cxa_throw');
    await assert.rejects(
      startEmbind(module, { ...CHARLS, imports: others }),
      /'g': it is of another version/,
    );
  });
});
