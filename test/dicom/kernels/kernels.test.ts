import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { compileKernel, KERNELS, kernelPath } from './compile.ts';

describe('kernels', function () {
  this.timeout(120_000);
  for (const kernel of KERNELS)
    it(`has ${kernel.file} as its source compiles`, async () => {
      assert.ok(
        (await readFile(kernelPath(kernel), 'utf8')) === (await compileKernel(kernel)),
        'compile it anew: npm run kernels',
      );
    });
});
