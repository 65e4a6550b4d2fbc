import { compiled, type Binary } from '../binary.ts';
import { startEmbind } from './startEmbind.ts';
import type { EmscriptenNames } from './emscriptenNames.ts';

/** Starts a codec in a bundle without the script that its package brings, ten times as large. */
export const ownModule =
  <M>(binary: Binary, names: EmscriptenNames) =>
  async (): Promise<M> =>
    (await startEmbind(await compiled(binary), names)) as M;
