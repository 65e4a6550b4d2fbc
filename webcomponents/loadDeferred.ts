import { ApiError } from './api/apiError.ts';
import type * as Modules from './deferred.ts';
import { getNotLoadedText } from './texts/errorText.ts';

/** The exports of `deferred.ts`, which are loaded on first use. */
export type DeferredModules = typeof Modules;

/** An element that renders again after the modules have loaded or failed to load. */
interface DeferredHost {
  requestUpdate(): void;
}

let loaded: DeferredModules | undefined;
let loading: Promise<DeferredModules> | undefined;
let failed = false;
const waitingHosts = new WeakSet<DeferredHost>();

/**
 * Loads the deferred modules, once for all elements of a page. Browsers remember a failed import, so a retry needs a
 * page reload.
 *
 * @throws ApiError with code `not-loaded`
 */
export function loadDeferred(): Promise<DeferredModules> {
  return (loading ??= import('./deferred.ts').then(
    (modules) => (loaded = modules),
    (cause: unknown) => {
      failed = true;
      throw new ApiError(0, 'not-loaded', getNotLoadedText(), { cause });
    },
  ));
}

/** Returns the deferred modules if they are loaded; otherwise loads them and then updates `host`. */
export function requestDeferred(host: DeferredHost): DeferredModules | undefined {
  if (!loaded && !waitingHosts.has(host)) {
    waitingHosts.add(host);
    loadDeferred()
      .catch(() => undefined)
      .finally(() => host.requestUpdate());
  }
  return loaded;
}

/** Returns true once the deferred modules have failed to load. */
export const hasDeferredFailed = (): boolean => failed;
