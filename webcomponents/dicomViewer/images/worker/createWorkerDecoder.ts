import { DicomError } from '../../../../dicom/dicomError.ts';
import type { CodestreamDecoder } from '../../../../dicom/index.ts';
import { DecodeWorker } from './decodeWorker.ts';

/** The worker's script and its integrity, `NAME#sha384-…`, where the bundle has one beside it; undefined elsewhere. */
declare const DICOM_DECODE_WORKER: string | undefined;

/** Decodes in a worker for as long as one runs, else on the main thread; undefined where no worker was bundled. */
export function createWorkerDecoder(): CodestreamDecoder | undefined {
  if (typeof DICOM_DECODE_WORKER === 'undefined' || typeof Worker === 'undefined') return undefined;
  const [name = '', integrity = ''] = DICOM_DECODE_WORKER.split('#');
  const worker = new DecodeWorker(new URL(name, import.meta.url), integrity);
  let usable = true;
  return async (bytes, request, deadline) => {
    if (usable)
      try {
        return await worker.decode(bytes, request);
      } catch (error) {
        if (error instanceof DicomError) throw error;
        // Not the file's fault: the main thread decodes it, or says what is wrong.
        usable = false;
      }
    // Of the module that is loaded anyway, so that it stays one chunk.
    const { decodeCodestream } = await import('../../../../dicom/codecs/decodeFrame.ts');
    return decodeCodestream(bytes, request, deadline);
  };
}
