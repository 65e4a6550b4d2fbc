import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { UsageError } from '../usageError.ts';
import { hasOwnHost, refuseForeignHost } from './ownHost.ts';

/** A server that listens before its request listener exists; until then it answers 503. It refuses foreign hosts. */
export class LoopbackServer {
  readonly #server: Server;
  #listener: RequestListener | undefined;

  constructor() {
    this.#server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
      if (!hasOwnHost(request)) refuseForeignHost(request, response);
      else if (this.#listener !== undefined) this.#listener(request, response);
      else response.writeHead(503, { 'content-type': 'text/plain', 'retry-after': '1' }).end('Starting\n');
    });
    // Uploads and long polls may take longer than the default limit.
    this.#server.requestTimeout = 0;
  }

  /** Listens on the loopback address and returns the port; 0 takes a free one. */
  async listen(port: number): Promise<number> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', (cause: NodeJS.ErrnoException) => reject(asUsageError(cause, port)));
      this.#server.listen(port, '127.0.0.1', resolve);
    });
    return (this.#server.address() as AddressInfo).port;
  }

  serve(listener: RequestListener): void {
    this.#listener = listener;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

function asUsageError(cause: NodeJS.ErrnoException, port: number): Error {
  const reasons: Readonly<Record<string, string>> = {
    EADDRINUSE: 'in use',
    EACCES: 'reserved for administrators',
  };
  const reason = reasons[cause.code ?? ''];
  if (reason === undefined) return cause;
  return new UsageError(
    `Port ${port} is ${reason}: choose the first of four free ports in a row with --port N, or any free ones with --port 0`,
    { cause },
  );
}
