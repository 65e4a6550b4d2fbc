import type { IncomingMessage, ServerResponse } from 'node:http';

const OWN_HOST = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/i;

/** Returns true if a request names this machine as its host. */
export const hasOwnHost = ({ headers }: Pick<IncomingMessage, 'headers'>): boolean =>
  OWN_HOST.test(headers.host ?? '');

/**
 * Refuses a request under a foreign name: a page can give its own domain the loopback address (DNS rebinding), and the
 * browser would then let it read every answer. 421 is RFC 9110, 15.5.20.
 */
export function refuseForeignHost(request: IncomingMessage, response: ServerResponse): void {
  request.resume();
  response
    .writeHead(421, { 'content-type': 'text/plain; charset=utf-8' })
    .end('The local cloud answers to localhost and 127.0.0.1 only. Open it under one of these names.\n');
}
