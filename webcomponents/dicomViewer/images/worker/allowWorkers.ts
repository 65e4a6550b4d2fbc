import type { CodestreamDecoder } from '../../../../dicom/index.ts';

let allowed = false;
let decoder: Promise<CodestreamDecoder | undefined> | undefined;

/**
 * Lets the elements of this page decode compressed images off the main thread, in a worker that is run from a blob. The
 * page's policy must allow that: `worker-src blob:`, and `dicom-analyzer` among its Trusted Types. It is asked for because
 * a page cannot look at its own policy, and a try that is refused is a violation in the hospital's reports. Where the
 * worker does not start all the same, images are decoded on the main thread as before.
 */
export function allowWorkers(): void {
  allowed = true;
}

/** What decodes codestreams: the worker's decoder where one is allowed, undefined for the main thread's. */
export const getWorkerDecoder = (): Promise<CodestreamDecoder | undefined> | undefined =>
  allowed ? (decoder ??= load()) : undefined;

async function load(): Promise<CodestreamDecoder | undefined> {
  try {
    return (await import('./createWorkerDecoder.ts')).createWorkerDecoder();
  } catch {
    // The page lost its connection: images are decoded as if no worker were allowed.
    return undefined;
  }
}
