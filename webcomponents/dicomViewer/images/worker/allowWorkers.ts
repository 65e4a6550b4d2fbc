import type { CodestreamDecoder } from '../../../../dicom/index.ts';

let allowed = false;
let decoder: Promise<CodestreamDecoder | undefined> | undefined;

/**
 * Allows the elements of this page to decode compressed images in a worker that is started from a blob URL. The page's
 * policy must allow `worker-src blob:` and the Trusted Types policy `dicom-analyzer`. Workers are opt-in because a page
 * cannot read its own policy, and each rejected attempt appears in the violation reports of the site. If the worker does
 * not start, images are decoded on the main thread.
 */
export function allowWorkers(): void {
  allowed = true;
}

/** Returns the worker's decoder; undefined if workers are not allowed or available. */
export const getWorkerDecoder = (): Promise<CodestreamDecoder | undefined> | undefined =>
  allowed ? (decoder ??= load()) : undefined;

async function load(): Promise<CodestreamDecoder | undefined> {
  try {
    return (await import('./createWorkerDecoder.ts')).createWorkerDecoder();
  } catch {
    // The module could not be loaded. Images are decoded on the main thread.
    return undefined;
  }
}
