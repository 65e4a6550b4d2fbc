import { DicomError } from '../../../../dicom/dicomError.ts';
import type { CodestreamDecoder } from '../../../../dicom/index.ts';
import { DecodeWorker } from './decodeWorker.ts';

/** The file name and integrity of the worker's script, as `NAME#sha384-…`; undefined if none was bundled. */
declare const DICOM_DECODE_WORKER: string | undefined;

/** Creates a decoder that uses a worker, and the main thread once the worker has failed; undefined if no worker was bundled. */
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
        // The worker failed, not the file: the main thread decodes it, or reports the error.
        usable = false;
      }
    // Imported from the module that is loaded anyway, so that it stays one chunk.
    const { decodeCodestream } = await import('../../../../dicom/codecs/decodeFrame.ts');
    return decodeCodestream(bytes, request, deadline);
  };
}
