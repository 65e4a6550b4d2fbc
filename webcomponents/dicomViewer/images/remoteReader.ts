import { msg, str } from '@lit/localize';
import { bytesReader, type RangeReader } from '../../../dicom/rangeReader.ts';
import { ApiError } from '../../api/apiError.ts';
import { IncomingBytes } from './incomingBytes.ts';

/** Gives the URL, another one than was refused: signed URLs last minutes only. */
export type UrlSource = (refused?: string) => Promise<string>;

/** Asked for at once, and read while it comes in: most single images are smaller. */
const FIRST_BYTES = 4 * 1024 * 1024;

/**
 * Reads an object by ranges. One `Range` header needs no preflight; the URL appears in no log, attribute or event. On
 * 403 the URL is asked for once more.
 */
export async function openRemoteReader(url: UrlSource, signal: AbortSignal): Promise<RangeReader> {
  const answer = await fetchRange(url, 0, FIRST_BYTES, signal);
  const size = readSize(answer);
  // A server that knows no ranges, or does not tell them to this page, has its answer read to the end.
  if (answer.status !== 206 || size === undefined)
    return bytesReader(new Uint8Array(await answer.arrayBuffer()));
  let first: IncomingBytes | undefined = new IncomingBytes(answer, Math.min(size, FIRST_BYTES));
  return {
    size,
    read: async (offset, length) => {
      const end = Math.min(offset + length, size);
      const begun = first;
      if (!begun || offset >= begun.length) return range(offset, end);
      // The pixels of a single image end with the file: nobody reads on.
      if (end === size) first = undefined;
      if (end <= begun.length) return begun.read(offset, end);
      // What is still on its way is not asked for again, and the rest comes beside it.
      const [head, rest] = await Promise.all([begun.read(offset, begun.length), range(begun.length, end)]);
      const bytes = new Uint8Array(head.length + rest.length);
      bytes.set(head);
      bytes.set(rest, head.length);
      return bytes;
    },
  };

  async function range(offset: number, end: number): Promise<Uint8Array> {
    const response = await fetchRange(url, offset, end - offset, signal);
    const bytes = new Uint8Array(await response.arrayBuffer());
    // A server that knows no ranges answers 200 with everything.
    return response.status === 206 ? bytes : bytes.subarray(offset, end);
  }
}

/** The whole object, for kinds that are not read in parts. */
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
    msg(str`The image could not be read (${response.status}).`, { id: 'error-not-read' }),
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
