import type { Plugin } from 'esbuild';

/**
 * What bundles load by `import()`: codecs, jimp's decoders, the JPEG encoder's kernel, a client that failures need. Each
 * is a file of its own, so that a start does not read it; and what stays is in the order of its imports, where one module
 * that is loaded on need would have every module that it shares with the rest wrapped in a function, read twice and kept
 * whole. All are leaves, which share no state with what loads them: what they need is given to them, and the errors that
 * both hold know each other by their brand and not by their class.
 */
const LEAVES = /^@cornerstonejs\/|^@aws-sdk\/client-|^@smithy\/|^bowser$|^\.{1,2}\/.*\.[jt]s$/;

/**
 * Leaves what is loaded by `import()` to be imported from `lazy/`.
 * @param lazy where each leaf is, by its name; what is found is added
 * @param folder the path from the importing bundle to the leaves
 */
export const leavesApart = (lazy: Map<string, string>, folder: './' | './lazy/'): Plugin => ({
  name: 'leaves apart',
  setup(build) {
    build.onResolve({ filter: LEAVES }, async ({ path, kind, importer, resolveDir, pluginData }) => {
      if (kind !== 'dynamic-import' || pluginData === 'seen') return undefined;
      const found = await build.resolve(path, { kind, importer, resolveDir, pluginData: 'seen' });
      if (found.errors.length > 0) return found;
      const name = path
        .replace(/^(@[\w-]+|\.+)\//, '')
        .replace(/\.[jt]s$/, '')
        .replace(/\W+/g, '-');
      const known = lazy.get(name);
      if (known !== undefined && known !== found.path)
        throw new Error(`Two files would be lazy/${name}.mjs: ${known} and ${found.path}. Rename one.`);
      lazy.set(name, found.path);
      return { path: `${folder}${name}.mjs`, external: true };
    });
  },
});
