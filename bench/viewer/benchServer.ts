import { existsSync, readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { Job, LinksResponse } from '../../contract/index.ts';
import { siteContents } from '../../test/browser/embeddingPage.ts';
import { serve } from '../../test/browser/serve.ts';
import { SharedLine } from './line.ts';

export interface BenchServer {
  readonly origin: string;
  readonly line: SharedLine;
  /** Bytes of pages, scripts and WASM, as compressed, since the last reset; without the image itself. */
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
 * One origin for all: `/PEER/` the peers' pages, `/site/` the stack's site, `/files/NAME` the images by ranges, `/api` a
 * REST API in which every file is a job that has no rendition. Code goes out by brotli and may be cached for good.
 */
export async function benchServer(peers: string, images: ReadonlyMap<string, Buffer>): Promise<BenchServer> {
  const site = await siteContents();
  const line = new SharedLine();
  const compressed = new Map<string, Buffer>();
  const state = { code: 0 };

  const code = (path: string): { bytes: Buffer; type: string } | undefined => {
    if (path.startsWith('/site/')) {
      const file = site.get(path.slice(6));
      return file && { bytes: file.contents, type: file.type };
    }
    const file = join(peers, normalize(path.endsWith('/') ? `${path}index.html` : path));
    const type = TYPES[extname(file)];
    return type !== undefined && existsSync(file) ? { bytes: readFileSync(file), type } : undefined;
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? '/', 'http://bench');
    if (pathname.startsWith('/api/')) return api(pathname, request, response);
    if (pathname.startsWith('/files/')) return image(pathname, request, response);
    const found = code(pathname);
    if (!found) {
      console.log('404', pathname);
      response.writeHead(404).end();
      return;
    }
    const small = compressed.get(pathname) ?? brotliCompressSync(found.bytes);
    compressed.set(pathname, small);
    state.code += small.length;
    response.writeHead(200, {
      'content-type': found.type,
      'content-encoding': 'br',
      'content-length': small.length,
      'cache-control': 'public, max-age=31536000, immutable',
    });
    await line.carry(small, (piece) => response.write(piece));
    response.end();
  }

  async function image(pathname: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const bytes = images.get(decodeURIComponent(pathname.slice(7)));
    if (!bytes) {
      console.log('404', pathname);
      response.writeHead(404).end();
      return;
    }
    const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '');
    const first = Number(range?.[1] ?? 0);
    const end = Math.min(bytes.length, range?.[2] ? Number(range[2]) + 1 : bytes.length);
    response.writeHead(range ? 206 : 200, {
      'content-type': 'application/dicom',
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
    const nameOf = (job: string): string => [...images.keys()][Number(job)] ?? '';
    const origin = `http://${request.headers.host ?? ''}`;
    const body = Buffer.from(
      JSON.stringify(
        links ? linksOf(origin, nameOf(id)) : jobOf(id, transferSyntaxOf(images.get(nameOf(id)))),
      ),
    );
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

/** The id of the job of an image, by its place among the images. */
export const jobIdOf = (index: number): string => String(index).padStart(32, '0');

const linksOf = (origin: string, name: string): LinksResponse =>
  LinksResponse.parse({
    source: {
      url: `${origin}/files/${name}`,
      expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
    },
    renditions: [],
  });

/** As the decode handler says it: (0002,0010), a UI of an even length. */
function transferSyntaxOf(file: Buffer | undefined): string | undefined {
  const at = file?.subarray(0, 4096).indexOf(Buffer.from([2, 0, 0x10, 0, 0x55, 0x49])) ?? -1;
  if (!file || at < 0) return undefined;
  return file
    .subarray(at + 8, at + 8 + file.readUInt16LE(at + 6))
    .toString('latin1')
    .replace(/\0$/, '');
}

const jobOf = (jobId: string, transferSyntax: string | undefined): Job => {
  const now = new Date().toISOString();
  return Job.parse({
    jobId,
    state: 'completed',
    attempt: 1,
    createdAt: now,
    updatedAt: now,
    renditions: [],
    analyses: {},
    warnings: [],
    image: { format: 'dicom', width: 1, height: 1, frames: 1, transferSyntax },
  });
};
