/** Decodes codestreams in a worker. Each request has an ID, which the response repeats. */
import { DicomError } from '../../../../dicom/dicomError.ts';
import { decodeCodestream } from '../../../../dicom/codecs/decodeCodestream.ts';
import type { DecodeResponse, DecodeRequest } from './messages.ts';

/** The base URL for loading codecs, because this script runs from a blob URL without a location of its own. */
declare global {
  var DICOM_BASE: string;
}

addEventListener('message', ({ data }: MessageEvent<DecodeRequest>) => {
  globalThis.DICOM_BASE = data.base;
  void decode(data).then((response) => {
    const transfer = 'decoded' in response ? [response.decoded.bytes.buffer] : [];
    postMessage(response, { transfer });
  });
});

async function decode({ id, bytes, request }: DecodeRequest): Promise<DecodeResponse> {
  try {
    return { id, decoded: await decodeCodestream(bytes, request) };
  } catch (error) {
    if (!(error instanceof DicomError)) return { id, failed: String(error) };
    const { code, message, tag, offset } = error;
    return { id, rejected: { code, message, tag, offset } };
  }
}
