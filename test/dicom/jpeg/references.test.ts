import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { compareFile } from '../../../bench/conformance/compareFile.ts';
import { isTrusted, readReferences } from '../../../bench/conformance/references.ts';

const directory = fileURLToPath(new URL('../../../../shared/dicom', import.meta.url));
const JPEG = '1.2.840.10008.1.2.4.';

/** The JPEG processes that only this decoder supports (PS3.5 A.4.1), with the minimum number of reference files. */
const PROCESSES = [
  { name: '12-bit extended sequential', syntax: '51', files: 9, outcomes: ['exact', 'tolerance'] },
  { name: '12-bit spectral selection', syntax: '53', files: 1, outcomes: ['exact', 'tolerance'] },
  { name: '12-bit full progression', syntax: '55', files: 1, outcomes: ['exact', 'tolerance'] },
  { name: 'lossless of any predictor', syntax: '57', files: 4, outcomes: ['exact'] },
  { name: 'lossless of the first predictor', syntax: '70', files: 18, outcomes: ['exact'] },
];

describe('JPEG of reference files', function () {
  this.timeout(120_000);

  for (const { name, syntax, files, outcomes } of PROCESSES)
    it(`decodes ${name} as the reference tools do`, async function () {
      if (!existsSync(directory)) {
        console.log('      ../shared/dicom is absent: nothing to compare with');
        this.skip();
      }
      const references = (await readReferences(directory)).filter(
        ([, reference]) => reference.ts === JPEG + syntax && isTrusted(reference),
      );
      assert.ok(references.length >= files, `${references.length} files of ${JPEG}${syntax}`);
      for (const [path, reference] of references) {
        const { outcome, detail } = await compareFile(path, reference, directory);
        assert.ok(outcomes.includes(outcome), `${path}: ${outcome}, ${detail}`);
      }
    });
});
