import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server whose port is known before what it serves is: until then it answers 503. */
export class LoopbackServer {
  readonly #server: Server;
  #listener: RequestListener | undefined;

  constructor() {
    this.#server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
      if (this.#listener !== undefined) this.#listener(request, response);
      else response.writeHead(503, { 'content-type': 'text/plain', 'retry-after': '1' }).end('Starting\n');
    });
    // An upload or a long poll may take its time.
    this.#server.requestTimeout = 0;
  }

  /** Listens on the loopback addresses; 0 takes a free port. */
  async listen(port: number): Promise<number> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
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
