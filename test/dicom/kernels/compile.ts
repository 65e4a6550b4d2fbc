import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';

/** The kernels of `dicom/kernels`: the entry below `assembly/`, and the constant that holds the module. */
export const KERNELS = [{ file: 'encodeScan', constant: 'ENCODE_SCAN' }] as const;

export type KernelName = (typeof KERNELS)[number];

const folder = fileURLToPath(new URL('../../../dicom/kernels/', import.meta.url));

/** The file that holds a kernel's module. */
export const kernelPath = ({ file }: KernelName): string => `${folder}${file}.ts`;

/** The text of that file, compiled anew. Throws Error with the compiler's words. */
export async function compileKernel({ file, constant }: KernelName): Promise<string> {
  let module: Uint8Array | undefined;
  const words: string[] = [];
  const { error } = await asc.main(
    [
      `assembly/${file}.ts`,
      ...['--baseDir', folder, '--outFile', `${file}.wasm`, '--config', 'none', '--runtime', 'stub'],
      ...['-O3', '--noAssert', '--enable', 'simd', '--initialMemory', '1', '--use', 'abort='],
    ],
    {
      writeFile: (_name, contents) => {
        module = contents as Uint8Array;
      },
      stderr: { write: (chunk: Uint8Array | string) => void words.push(String(chunk)) },
    },
  );
  if (error !== null || module === undefined) throw new Error(words.join(''), { cause: error });
  return text(file, constant, module);
}

const text = (file: string, constant: string, module: Uint8Array): string =>
  `/** WebAssembly in base64, which \`npm run kernels\` makes of \`assembly/${file}.ts\`. */
export const ${constant} =
  '${Buffer.from(module).toString('base64')}';
`;
