import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { buildSite } from '../../bundling/buildSite.ts';
import { integrityOf } from '../../bundling/integrityOf.ts';
import { siteFiles } from '../../bundling/siteFiles.ts';

describe('the site', function () {
  this.timeout(60_000);

  it('is the same each time it is built', () => {
    assert.deepEqual(buildSite(), buildSite());
  });

  it('is read from a folder that was built from the same sources', () => {
    const built = buildSite();
    const files = siteFiles();
    assert.deepEqual(files.map(({ path }) => path).sort(), [...built.keys()].sort());
    for (const { path, source } of files)
      assert.deepEqual(readFileSync(source), Buffer.from(built.get(path)!), path);
  });

  it('has each entry under its plain name and under one with a hash', () => {
    const files = siteFiles();
    for (const name of ['portal', 'viewer/define', 'viewer/define-viewer']) {
      const pinned = files.filter(({ path }) => new RegExp(`^${name}-[A-Z0-9]{8}\\.js$`).test(path));
      const plain = files.find(({ path }) => path === `${name}.js`);
      assert.deepEqual(
        pinned.map(({ hashed, sha256 }) => ({ hashed, sha256 })),
        [{ hashed: true, sha256: plain?.sha256 }],
        name,
      );
      assert.equal(plain?.hashed, false);
    }
  });

  it('names the integrity of each codec in a script', () => {
    const files = siteFiles();
    const scripts = files
      .filter(({ path }) => path.endsWith('.js'))
      .map(({ source }) => readFileSync(source, 'utf8'));
    const codecs = files.filter(({ path }) => path.endsWith('.wasm'));
    assert.equal(codecs.length, 3);
    for (const { path, source } of codecs) {
      const integrity = integrityOf(readFileSync(source));
      assert.ok(
        scripts.some((script) => script.includes(basename(path)) && script.includes(integrity)),
        path,
      );
    }
  });
});
