/** Decodes codestreams off the main thread: one question, one answer, by number. */
import { DicomError } from '../../../../dicom/dicomError.ts';
import { decodeCodestream } from '../../../../dicom/codecs/decodeCodestream.ts';
import type { DecodeResponse, DecodeRequest } from './messages.ts';

/** Where codecs are looked for: this script runs from a blob, beside which there is nothing. */
declare global {
  var DICOM_BASE: string;
}

addEventListener('message', ({ data }: MessageEvent<DecodeRequest>) => {
  globalThis.DICOM_BASE = data.base;
  void answer(data).then((told) => {
    const transferred = 'decoded' in told ? [told.decoded.bytes.buffer] : [];
    postMessage(told, { transfer: transferred });
  });
});

async function answer({ id, bytes, request }: DecodeRequest): Promise<DecodeResponse> {
  try {
    return { id, decoded: await decodeCodestream(bytes, request) };
  } catch (error) {
    if (!(error instanceof DicomError)) return { id, failed: String(error) };
    const { code, message, tag, offset } = error;
    return { id, refused: { code, message, tag, offset } };
  }
}
