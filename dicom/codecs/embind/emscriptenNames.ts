/**
 * What a module's imports and exports are called: Emscripten shortens them anew at each build, so this belongs to one
 * version of one package. Imports by their short names as the packaged script (`var wasmImports=…`) has them, without the
 * underscores before them; exports by what they are.
 */
export interface EmscriptenNames {
  imports: Readonly<Record<string, string>>;
  memory: string;
  table: string;
  construct: string;
}
