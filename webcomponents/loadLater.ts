import { ApiError } from './api/apiError.ts';
import type * as Modules from './later.ts';
import { notLoaded } from './words/errors.ts';

/** What is loaded when it is first asked for. */
export type Later = typeof Modules;

/** Somebody who is drawn again once it came, or could not. */
interface Asking {
  requestUpdate(): void;
}

let loaded: Later | undefined;
let loading: Promise<Later> | undefined;
let failed = false;
const asked = new WeakSet<Asking>();

/**
 * Loads it, once for all elements of a page. A browser keeps in mind that a module could not be loaded, so that only
 * another page can try again.
 *
 * @throws ApiError `not-loaded`
 */
export function loadLater(): Promise<Later> {
  return (loading ??= import('./later.ts').then(
    (modules) => (loaded = modules),
    (cause: unknown) => {
      failed = true;
      throw new ApiError(0, 'not-loaded', notLoaded(), { cause });
    },
  ));
}

/** What has come; else it is asked for, and whoever asks is told. */
export function later(who: Asking): Later | undefined {
  if (!loaded && !asked.has(who)) {
    asked.add(who);
    loadLater()
      .catch(() => undefined)
      .finally(() => who.requestUpdate());
  }
  return loaded;
}

/** It will not come any more. */
export const laterFailed = (): boolean => failed;
