// Loads a bundle in a thread as a script, because V8 keeps compiled code for scripts only.
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { Script } from 'node:vm';

/**
 * @param file where the bundle is; its own folder is what it may require from
 * @param source the bundle as the body of a function of `require`, `module`, `exports` and `url`
 * @param cache what was compiled before, if anything
 */
export function loadScript({ file, source, cache }) {
  const url = pathToFileURL(file).href;
  const script = new Script(source, { filename: file, cachedData: cache });
  const module = { exports: {} };
  script.runInThisContext()(createRequire(url), module, module.exports, url);
  return {
    exports: module.exports,
    /** All that has been compiled by now; undefined where it was known before. */
    compiled: () => (cache === undefined ? script.createCachedData() : undefined),
  };
}
