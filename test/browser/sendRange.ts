import type { IncomingMessage, ServerResponse } from 'node:http';

/** Answers a GET request like S3: 206 for one `bytes=a-b`, 416 past the end, otherwise 200. */
export function sendRange(request: IncomingMessage, response: ServerResponse, body: Uint8Array): void {
  const headers = { 'content-type': 'application/octet-stream', 'accept-ranges': 'bytes' };
  const range = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '');
  if (!range) {
    response.writeHead(200, headers).end(body);
    return;
  }
  const first = Number(range[1]);
  const last = Math.min(Number(range[2]), body.length - 1);
  if (first > last) {
    response.writeHead(416, { 'content-range': `bytes */${body.length}` }).end();
    return;
  }
  response
    .writeHead(206, { ...headers, 'content-range': `bytes ${first}-${last}/${body.length}` })
    .end(body.subarray(first, last + 1));
}
