import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { compileKernel, hasCompiler, INSTALL_COMPILER, KERNELS, kernelPath } from './compile.ts';

describe('kernels', function () {
  this.timeout(120_000);
  const remedy = hasCompiler() ? '' : ` (skipped: ${INSTALL_COMPILER})`;
  for (const kernel of KERNELS)
    it(`${kernel.file} matches its compiled source${remedy}`, async function () {
      if (!hasCompiler()) this.skip();
      assert.ok(
        (await readFile(kernelPath(kernel), 'utf8')) === (await compileKernel(kernel)),
        'compile it again: npm run kernels',
      );
    });
});
