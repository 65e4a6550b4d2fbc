import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { judgeFile } from '../../bench/conformance/judgeFile.ts';
import { isTrusted, readReferences, type Reference } from '../../bench/conformance/references.ts';

const directory = fileURLToPath(new URL('../../../shared/dicom', import.meta.url));

/** The first two files of each transfer syntax and photometric interpretation; `npm run conformance` reads them all. */
function sample(references: [string, Reference][]): [string, Reference][] {
  const counts = new Map<string, number>();
  return references.filter(([, reference]) => {
    const kind = `${reference.ts} ${reference.pi} ${reference.dtype ?? ''}`;
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
    return isTrusted(reference) && counts.get(kind)! <= 2;
  });
}

describe('conformance to reference pixels', function () {
  this.timeout(120_000);

  it('decodes a sample of each kind as the reference tools do', async function () {
    if (!existsSync(directory)) {
      console.log('      ../shared/dicom is absent: nothing to compare with');
      this.skip();
    }
    const files = sample(await readReferences(directory));
    assert.ok(files.length > 50);
    for (const [path, reference] of files) {
      const { outcome, detail } = await judgeFile(path, reference, directory);
      assert.ok(outcome === 'exact' || outcome === 'tolerance', `${path}: ${outcome}, ${detail}`);
    }
  });
});
