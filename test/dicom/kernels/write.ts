import { writeFileSync } from 'node:fs';
import { compileKernel, KERNELS, kernelPath } from './compile.ts';

/** `npm run kernels` compiles the kernels, and writes them where `dicom/` takes them from. */
for (const kernel of KERNELS) {
  const text = await compileKernel(kernel);
  writeFileSync(kernelPath(kernel), text);
  console.log(`${kernel.file}: ${text.length} bytes`);
}
