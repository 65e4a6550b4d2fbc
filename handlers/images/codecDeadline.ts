import { createContext, Script } from 'node:vm';
import { type Deadline, DicomError } from '../../dicom/index.ts';

/** Ten times the slowest codec's time in the smallest function, so that a busy machine rejects no valid image. */
const BASE_MS = 5000;
const MS_PER_MILLION_SAMPLES = 5000;
/** Well below the function's timeout, so that the function can still report the rejection. */
const MAX_MS = 60_000;

const context = createContext({ work: undefined as unknown });
const script = new Script('work()');

/**
 * Creates a deadline that stops a codec after a time that depends on its number of samples. Node's `vm` stops loops of
 * JavaScript and WebAssembly in the same thread. A worker would load each codec again and copy every frame twice.
 */
export const createCodecDeadline = (baseMs = BASE_MS): Deadline => {
  return <T>(work: () => T, samples: number): T => {
    const timeout = Math.min(MAX_MS, Math.ceil(baseMs + (MS_PER_MILLION_SAMPLES * samples) / 1e6));
    context.work = work;
    try {
      return script.runInContext(context, { timeout }) as T;
    } catch (cause) {
      if (!isTimeout(cause)) throw cause;
      throw new DicomError('too-slow', `The frame was not decoded within ${timeout} ms.`, {
        tag: '(7fe0,0010)',
        cause,
      });
    } finally {
      context.work = undefined;
    }
  };
};

/** Returns true for the timeout error, which is of the context's realm and so not an instance of this realm's Error. */
const isTimeout = (error: unknown): boolean =>
  typeof error === 'object' &&
  error !== null &&
  'code' in error &&
  error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT';
