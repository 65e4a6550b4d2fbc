import { transform, type Plugin } from 'esbuild';
import { readFile } from 'node:fs/promises';

const SCHEMAS = /@aws-sdk\/client-[\w-]+\/dist-es\/schemas\/schemas_0\.js$/;
const CONSTANT = /^const (\w+) = ("(?:[^"\\]|\\.)*");$/gm;

/**
 * The SDK describes all operations of a service in one module of arrays, with constants as their keys. A computed key
 * may have an effect, so that esbuild keeps every array for the sake of a few; with the constants in their places it
 * keeps what a function's own commands name. S3's schemas are 18 KB then, and not 104.
 */
export const inlineSdkSchemaConstants: Plugin = {
  name: 'schemas apart',
  setup(build) {
    build.onLoad({ filter: SCHEMAS }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      const define = Object.fromEntries(
        [...source.matchAll(CONSTANT)].map(([, name, text]): [string, string] => [name!, text!]),
      );
      const { code } = await transform(source.replace(CONSTANT, ''), { define });
      return { contents: code, loader: 'js' };
    });
  },
};
