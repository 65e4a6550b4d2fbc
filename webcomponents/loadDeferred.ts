import { ApiError } from './api/apiError.ts';
import type * as Modules from './deferred.ts';
import { getNotLoadedText } from './texts/errorText.ts';

/** What is loaded when it is first asked for. */
export type DeferredModules = typeof Modules;

/** Somebody who is drawn again once it came, or could not. */
interface Asking {
  requestUpdate(): void;
}

let loaded: DeferredModules | undefined;
let loading: Promise<DeferredModules> | undefined;
let failed = false;
const asked = new WeakSet<Asking>();

/**
 * Loads it, once for all elements of a page. A browser keeps in mind that a module could not be loaded, so that only
 * another page can try again.
 *
 * @throws ApiError `not-loaded`
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

/** What has come; else it is asked for, and whoever asks is told. */
export function requestDeferred(who: Asking): DeferredModules | undefined {
  if (!loaded && !asked.has(who)) {
    asked.add(who);
    loadDeferred()
      .catch(() => undefined)
      .finally(() => who.requestUpdate());
  }
  return loaded;
}

/** It will not come any more. */
export const hasDeferredFailed = (): boolean => failed;
