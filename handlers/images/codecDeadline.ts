import { createContext, Script } from 'node:vm';
import { type Deadline, DicomError } from '../../dicom/index.ts';

/** Ten times what the slowest codec takes in the smallest function, so that a busy machine refuses no good image. */
const BASE_MS = 5000;
const MS_A_MILLION_SAMPLES = 5000;
/** Well within the function's own time, so that the refusal can still be told. */
const MOST_MS = 60_000;

const context = createContext({ work: undefined as unknown });
const script = new Script('work()');

/**
 * Ends a codec's work after a time that its samples allow. Node's `vm` does that in the thread itself, in loops of
 * JavaScript and of WebAssembly alike: a worker would start each codec a second time, and copy every frame twice.
 */
export const createCodecDeadline = (baseMs = BASE_MS): Deadline => {
  return <T>(work: () => T, samples: number): T => {
    const timeout = Math.min(MOST_MS, Math.ceil(baseMs + (MS_A_MILLION_SAMPLES * samples) / 1e6));
    context.work = work;
    try {
      return script.runInContext(context, { timeout }) as T;
    } catch (cause) {
      if (!isTimeout(cause)) throw cause;
      throw new DicomError('too-slow', `The frame could not be decoded in ${timeout} ms.`, {
        tag: '(7fe0,0010)',
        cause,
      });
    } finally {
      context.work = undefined;
    }
  };
};

/** It comes from the context's own realm, so that it is no instance of this one's Error. */
const isTimeout = (error: unknown): boolean =>
  typeof error === 'object' &&
  error !== null &&
  'code' in error &&
  error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT';
