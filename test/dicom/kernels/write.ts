/** Compiles the kernels and writes them into dicom/kernels/: `npm run kernels`. */
import { writeFileSync } from 'node:fs';
import { compileKernel, hasCompiler, INSTALL_COMPILER, KERNELS, kernelPath } from './compile.ts';

if (!hasCompiler()) {
  console.error(`The AssemblyScript compiler is missing. Run: (${INSTALL_COMPILER})`);
  process.exit(1);
}
for (const kernel of KERNELS) {
  const text = await compileKernel(kernel);
  writeFileSync(kernelPath(kernel), text);
  console.log(`${kernel.file}: ${text.length} bytes`);
}
