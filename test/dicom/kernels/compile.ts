import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** The kernels of `dicom/kernels`: the entry below `assembly/`, and the constant that holds the module. */
export const KERNELS = [
  { file: 'encodeScan', constant: 'ENCODE_SCAN' },
  { file: 'jpeg2000', constant: 'JPEG2000' },
  { file: 'pixels', constant: 'PIXELS' },
  { file: 'losslessScan', constant: 'LOSSLESS_SCAN' },
  { file: 'sequentialScan', constant: 'SEQUENTIAL_SCAN' },
  { file: 'rle', constant: 'RLE' },
] as const;

export type KernelName = (typeof KERNELS)[number];

const folder = fileURLToPath(new URL('../../../dicom/kernels/', import.meta.url));
/** The compiler, a package of dicom/kernels/ only. It runs as a command because its types would change those of all arrays here. */
const compiler = `${folder}node_modules/assemblyscript/bin/asc.js`;

/** The command that installs the compiler. */
export const INSTALL_COMPILER = 'cd dicom/kernels && npm ci';

export const hasCompiler = (): boolean => existsSync(compiler);

/** Returns the path of the file with a kernel's module. */
export const kernelPath = ({ file }: KernelName): string => `${folder}${file}.ts`;

/** Compiles a kernel and returns the text of its file. Throws an error with the compiler's message. */
export async function compileKernel({ file, constant }: KernelName): Promise<string> {
  const output = await mkdtemp(join(tmpdir(), 'kernel-'));
  try {
    await promisify(execFile)(process.execPath, [
      ...[compiler, `assembly/${file}.ts`, '--baseDir', folder, '--config', 'none'],
      ...['--outFile', join(output, 'kernel.wasm'), '--runtime', 'stub', '--initialMemory', '1'],
      ...['-O3', '--noAssert', '--enable', 'simd', '--use', 'abort='],
    ]);
    return text(file, constant, await readFile(join(output, 'kernel.wasm')));
  } finally {
    await rm(output, { recursive: true });
  }
}

const text = (file: string, constant: string, module: Buffer): string =>
  `/** WebAssembly in base64, which \`npm run kernels\` makes of \`assembly/${file}.ts\`. */
export const ${constant} =
  '${module.toString('base64')}';
`;
