// Loads a bundle in a thread as a script, because V8 has a code cache for scripts only.
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { Script } from 'node:vm';

/**
 * @param file the path of the bundle; `require` resolves from its folder
 * @param source the bundle as the body of a function of `require`, `module`, `exports` and `url`
 * @param cache the code cache of an earlier run, if any
 */
export function loadScript({ file, source, cache }) {
  const url = pathToFileURL(file).href;
  const script = new Script(source, { filename: file, cachedData: cache });
  const module = { exports: {} };
  script.runInThisContext()(createRequire(url), module, module.exports, url);
  return {
    exports: module.exports,
    /** Returns a code cache of everything compiled so far; undefined if there was one already. */
    compiled: () => (cache === undefined ? script.createCachedData() : undefined),
  };
}
