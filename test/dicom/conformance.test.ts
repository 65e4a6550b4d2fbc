import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { report } from '../../bench/conformance/report.ts';
import { referenceRun } from './support/referenceRun.ts';

const readme = new URL('../../dicom/README.md', import.meta.url);

describe('conformance to reference pixels', function () {
  this.timeout(240_000);

  it('decodes every file with a trusted reference as the reference tools do', async function () {
    const outcomes = (await referenceRun()) ?? this.skip();
    const trusted = outcomes.filter(({ verdict }) => verdict.trusted);
    assert.ok(trusted.length > 250, `${trusted.length} files have a trusted reference`);
    for (const { path, verdict } of trusted) {
      const { outcome, detail, warnings } = verdict;
      const isFine = outcome === 'exact' || outcome === 'tolerance';
      assert.ok(isFine, `${path}: ${outcome}, ${detail}, ${warnings.join(' ')}`);
    }
    assert.deepEqual(
      outcomes.filter(({ verdict }) => verdict.outcome === 'wrong'),
      [],
    );
  });

  it('prints the tables of the README', async function () {
    const outcomes = (await referenceRun()) ?? this.skip();
    const tables = report(
      outcomes.map(({ verdict }) => verdict),
      true,
    ).split('\n\n');
    assert.equal(tables.length, 2);
    const text = await readFile(readme, 'utf8');
    for (const table of tables)
      assert.ok(
        text.includes(table),
        `npm run conformance -- ../shared/dicom --markdown gives now\n\n${table}`,
      );
  });

  it('displays all files as dcmtk does, except those that the README explains', async function () {
    const outcomes = (await referenceRun()) ?? this.skip();
    const compared = outcomes.filter(({ verdict }) => verdict.display !== undefined);
    const agreeing = compared.filter(({ verdict }) => verdict.display?.agrees);
    const text = await readFile(readme, 'utf8');
    assert.ok(
      text.includes(`${agreeing.length} of ${compared.length} images`),
      `${agreeing.length} of ${compared.length}`,
    );
    assert.ok(agreeing.length >= 0.98 * compared.length);
  });
});
