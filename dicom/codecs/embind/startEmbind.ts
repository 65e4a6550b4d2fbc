import { embindImports } from './embind.ts';
import type { EmscriptenNames } from './emscriptenNames.ts';
import { Memory, systemImports } from './memory.ts';

/**
 * Starts a codec's module without the script that its package brings.
 *
 * @returns the classes that the module registers, by name
 * @throws Error where the module is another one than the names belong to
 */
export async function startEmbind(
  module: WebAssembly.Module,
  { imports, memory: memoryName, table, construct }: EmscriptenNames,
): Promise<Record<string, unknown>> {
  const classes: Record<string, unknown> = {};
  const memory = new Memory();
  const known = { ...systemImports(memory), ...embindImports(memory, classes) };
  const given: Record<string, (...values: number[]) => unknown> = {};
  for (const { name } of WebAssembly.Module.imports(module)) {
    const means = imports[name];
    const found = means === undefined ? undefined : known[means];
    if (found === undefined) throw new Error(`The codec asks for '${name}': it is of another version.`);
    given[name] = found;
  }
  const { exports } = await WebAssembly.instantiate(module, { a: given });
  memory.memory = exports[memoryName] as WebAssembly.Memory;
  memory.table = exports[table] as WebAssembly.Table;
  (exports[construct] as () => void)();
  return classes;
}
