import { readdirSync, readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { Job, LinksResponse } from '../../contract/index.ts';
import { bytesReader } from '../../dicom/rangeReader.ts';
import { encodeRendition } from '../../handlers/images/encodeRendition.ts';
import { openDicomImage } from '../../handlers/images/openDicomImage.ts';
import { siteContents } from '../../test/browser/embeddingPage.ts';
import { serve } from '../../test/browser/serve.ts';
import { SharedLine } from './line.ts';

export interface BenchServer {
  readonly origin: string;
  readonly line: SharedLine;
  /** Compressed bytes of pages, scripts and WASM since the last reset, without the image. */
  code: number;
  close(): Promise<void>;
}

const TYPES: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.css': 'text/css',
  '.wasm': 'application/wasm',
};

/**
 * Serves everything from one origin: `/PEER/` the peers' pages, `/site/` the stack's site, `/files/NAME` the images with
 * range support, `/api` a REST API in which every file is a job, and `/renditions/NAME` the pipeline's renditions. Code
 * is compressed with brotli and immutable in caches.
 */
export async function benchServer(peers: string, images: ReadonlyMap<string, Buffer>): Promise<BenchServer> {
  const site = siteContents();
  const decoded = new Map<string, Decoded>();
  for (const [name, bytes] of images) decoded.set(name, await decode(bytes));
  const line = new SharedLine();
  const code = new Map<string, { bytes: Buffer; type: string }>();
  // Compresses everything before the first load, which would otherwise wait for it.
  for (const [name, { contents, type }] of site)
    code.set(`/site/${name}`, { bytes: brotliCompressSync(contents), type });
  for (const name of readdirSync(peers, { recursive: true, encoding: 'utf8' })) {
    const type = TYPES[extname(name)];
    if (type === undefined) continue;
    const path = `/${name.replaceAll('\\', '/').replace(/\bindex\.html$/, '')}`;
    code.set(path, { bytes: brotliCompressSync(readFileSync(join(peers, name))), type });
  }
  const state = { code: 0 };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? '/', 'http://bench');
    if (pathname.startsWith('/api/')) return api(pathname, request, response);
    if (pathname.startsWith('/files/')) return image(images.get(fileOf(pathname)), request, response);
    if (pathname.startsWith('/renditions/'))
      return image(decoded.get(fileOf(pathname))?.jpeg, request, response);
    const found = code.get(pathname);
    if (!found) {
      console.log('404', pathname);
      response.writeHead(404).end();
      return;
    }
    state.code += found.bytes.length;
    response.writeHead(200, {
      'content-type': found.type,
      'content-encoding': 'br',
      'content-length': found.bytes.length,
      'cache-control': 'public, max-age=31536000, immutable',
    });
    await line.carry(found.bytes, (piece) => response.write(piece));
    response.end();
  }

  async function image(
    bytes: Uint8Array | undefined,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    if (!bytes) {
      console.log('404', request.url);
      response.writeHead(404).end();
      return;
    }
    const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '');
    const first = Number(range?.[1] ?? 0);
    const end = Math.min(bytes.length, range?.[2] ? Number(range[2]) + 1 : bytes.length);
    response.writeHead(range ? 206 : 200, {
      'content-type': 'application/octet-stream',
      'content-length': end - first,
      'accept-ranges': 'bytes',
      'cache-control': 'no-store',
      ...(range ? { 'content-range': `bytes ${first}-${end - 1}/${bytes.length}` } : {}),
    });
    await line.carry(bytes.subarray(first, end), (piece) => response.write(piece));
    response.end();
  }

  async function api(pathname: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const id = pathname.split('/')[3] ?? '';
    const links = pathname.endsWith('/links');
    const name = [...images.keys()][Number(id)] ?? '';
    const origin = `http://${request.headers.host ?? ''}`;
    const body = Buffer.from(JSON.stringify(links ? linksOf(origin, name) : jobOf(id, decoded.get(name)!)));
    response.writeHead(200, { 'content-type': 'application/json', etag: '"1"', 'retry-after': '60' });
    await line.carry(body, (piece) => response.write(piece));
    response.end();
  }

  const server = await serve((request, response) => {
    answer(request, response).catch((error: unknown) => {
      console.error(error);
      response.destroy();
    });
  });
  return {
    origin: server.origin,
    line,
    get code() {
      return state.code;
    },
    set code(bytes) {
      state.code = bytes;
    },
    close: () => server.close(),
  };
}

/** Returns the id of an image's job by the image's index. */
export const jobIdOf = (index: number): string => String(index).padStart(32, '0');

/** Returns the name of a file or a rendition. */
const fileOf = (pathname: string): string => decodeURIComponent(pathname.split('/')[2] ?? '');

const linksOf = (origin: string, name: string): LinksResponse => {
  const expiresAt = new Date(Date.now() + 3_600_000).toISOString();
  return LinksResponse.parse({
    source: { url: `${origin}/files/${name}`, expiresAt },
    renditions: [{ frame: 0, url: `${origin}/renditions/${name}`, expiresAt }],
  });
};

type Decoded = Pick<Job, 'image' | 'renditions'> & { readonly jpeg: Uint8Array };

/** Makes a rendition like the decode handler, of the first frame, which the peers show too. */
async function decode(file: Uint8Array): Promise<Decoded> {
  const { image, pictures } = await openDicomImage(bytesReader(file), {
    framePixels: 2 ** 28,
    select: () => [0],
    seriesMac: () => Promise.resolve('series'),
  });
  for await (const picture of pictures) {
    const { jpeg, ...rendition } = await encodeRendition(picture);
    return { image, renditions: [rendition], jpeg };
  }
  throw new Error('An image without frames.');
}

const jobOf = (jobId: string, { image, renditions }: Decoded): Job => {
  const now = new Date().toISOString();
  return Job.parse({
    jobId,
    state: 'completed',
    attempt: 1,
    createdAt: now,
    updatedAt: now,
    renditions,
    analyses: {},
    warnings: [],
    image,
  });
};
