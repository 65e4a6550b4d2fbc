import { transform, type Plugin } from 'esbuild';
import { readFile } from 'node:fs/promises';

/** Matches the module that holds the schemas of all operations of a service's client. */
export const SDK_SCHEMAS = /@aws-sdk\/client-[\w-]+\/dist-es\/schemas\/schemas_0\.js$/;

const CONSTANT = /^const (\w+) = ("(?:[^"\\]|\\.)*");$/gm;

/**
 * Puts the constants of the SDK's schemas in place of their names, so that esbuild can drop the schemas that a function
 * does not use. The SDK describes a service's operations in one module of arrays whose keys are constants; a computed key
 * may have a side effect, and esbuild keeps every array for it. This cuts S3's schemas from 104 KB to 18.
 *
 * The build fails where a schema module holds no such constant: another version of the SDK writes it differently.
 */
export const inlineSdkSchemaConstants: Plugin = {
  name: 'inline SDK schema constants',
  setup(build) {
    build.onLoad({ filter: SDK_SCHEMAS }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      const define = Object.fromEntries(
        [...source.matchAll(CONSTANT)].map(([, name, text]): [string, string] => [name!, text!]),
      );
      if (Object.keys(define).length === 0)
        throw new Error(
          `${path} holds no constants to inline. Adapt bundling/inlineSdkSchemaConstants.ts to this version of the SDK.`,
        );
      const { code } = await transform(source.replace(CONSTANT, ''), { define });
      return { contents: code, loader: 'js' };
    });
  },
};
