import { msg, str } from '@lit/localize';
import { bytesReader, type RangeReader } from '../../../dicom/rangeReader.ts';
import { ApiError } from '../../api/apiError.ts';
import { IncomingBytes } from './incomingBytes.ts';

/** Returns a URL other than the rejected one. Signed URLs are valid for minutes only. */
export type UrlSource = (rejected?: string) => Promise<string>;

/** The size of the first request, whose response is read while it arrives. Most single images are smaller. */
const FIRST_BYTES = 4 * 1024 * 1024;

/**
 * Opens a reader that fetches ranges of an object. A single `Range` header needs no preflight request. The URL appears in
 * no log, attribute or event. After a 403 response, the reader requests a new URL once.
 */
export async function openRemoteReader(url: UrlSource, signal: AbortSignal): Promise<RangeReader> {
  const response = await fetchRange(url, 0, FIRST_BYTES, signal);
  const size = readSize(response);
  // If the server does not support ranges, or does not expose them to this page, the whole body is read.
  if (response.status !== 206 || size === undefined)
    return bytesReader(new Uint8Array(await response.arrayBuffer()));
  let first: IncomingBytes | undefined = new IncomingBytes(response, Math.min(size, FIRST_BYTES));
  return {
    size,
    read: async (offset, length) => {
      const end = Math.min(offset + length, size);
      const started = first;
      if (!started || offset >= started.length) return range(offset, end);
      // The pixels of a single image end with the file, so these bytes are not read again.
      if (end === size) first = undefined;
      if (end <= started.length) return started.read(offset, end);
      // Bytes that are already arriving are not requested again; the rest is fetched in parallel.
      const [head, rest] = await Promise.all([
        started.read(offset, started.length),
        range(started.length, end),
      ]);
      const bytes = new Uint8Array(head.length + rest.length);
      bytes.set(head);
      bytes.set(rest, head.length);
      return bytes;
    },
  };

  async function range(offset: number, end: number): Promise<Uint8Array> {
    const response = await fetchRange(url, offset, end - offset, signal);
    const bytes = new Uint8Array(await response.arrayBuffer());
    // A server without support for ranges returns status 200 with the whole object.
    return response.status === 206 ? bytes : bytes.subarray(offset, end);
  }
}

/** Fetches a whole object, for formats that are not read in parts. */
export async function fetchBlob(url: UrlSource, signal: AbortSignal): Promise<Blob> {
  return (await request(url, {}, signal)).blob();
}

const fetchRange = (url: UrlSource, offset: number, length: number, signal: AbortSignal): Promise<Response> =>
  request(url, { range: `bytes=${offset}-${offset + length - 1}` }, signal);

async function request(
  url: UrlSource,
  headers: Record<string, string>,
  signal: AbortSignal,
): Promise<Response> {
  const address = await url();
  const first = await send(address, headers, signal);
  const response = first.status === 403 ? await send(await url(address), headers, signal) : first;
  if (response.ok) return response;
  throw new ApiError(
    response.status,
    `http-${response.status}`,
    msg(str`The image could not be loaded (status ${response.status}).`, { id: 'error-not-read' }),
  );
}

async function send(url: string, headers: Record<string, string>, signal: AbortSignal): Promise<Response> {
  try {
    return await fetch(url, { headers, signal, credentials: 'omit', referrerPolicy: 'no-referrer' });
  } catch (cause) {
    signal.throwIfAborted();
    throw new ApiError(0, 'offline', msg('The image cannot be reached.', { id: 'error-unreachable' }), {
      cause,
    });
  }
}

const readSize = (response: Response): number | undefined => {
  const total = /\/(\d+)$/.exec(response.headers.get('content-range') ?? '')?.[1];
  return total === undefined ? undefined : Number(total);
};
