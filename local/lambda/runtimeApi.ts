import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { randomBytes } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { hasOwnHost, refuseForeignHost } from '../servers/ownHost.ts';

/** Handles the requests of one execution environment to the Runtime API; `reply` sends it the next invocation. */
export interface RuntimeClient {
  next(reply: (invocation: RuntimeInvocation) => void): void;
  response(requestId: string, body: string): void;
  error(requestId: string | undefined, body: string): void;
}

export interface RuntimeInvocation {
  readonly requestId: string;
  readonly functionArn: string;
  /** The root of its trace, which identifies the calls that it makes. */
  readonly trace: string;
  /** The deadline by the functions' clock, in milliseconds since 1970. */
  readonly deadline: number;
  /** The milliseconds by which that clock is ahead of the computer's. */
  readonly clockOffset: number;
  readonly event: string;
}

const ROUTE =
  /^\/([^/]+)\/2018-06-01\/runtime\/(?:invocation\/(?:(next)|([^/]+)\/(response|error))|(init)\/error)$/;

/** Formats a trace header with `Sampled=0`: nothing collects traces locally, so the handler must not send any. */
const formatTraceHeader = (root: string): string =>
  `Root=${root};Parent=${randomBytes(8).toString('hex')};Sampled=0`;

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

/**
 * Serves Lambda's Runtime API to all execution environments; the first segment of the path identifies each. See
 * https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html.
 */
export class RuntimeApi {
  readonly #clients = new Map<string, RuntimeClient>();
  readonly #server: Server = createServer((request, response) => {
    if (!hasOwnHost(request)) {
      refuseForeignHost(request, response);
      return;
    }
    this.#handle(request, response).catch((error: unknown) => response.writeHead(500).end(String(error)));
  });

  async listen(): Promise<void> {
    // `next` waits until there is an event.
    this.#server.requestTimeout = 0;
    this.#server.timeout = 0;
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
  }

  /** Adds an environment and returns its value of AWS_LAMBDA_RUNTIME_API. */
  register(id: string, client: RuntimeClient): string {
    this.#clients.set(id, client);
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}/${id}`;
  }

  unregister(id: string): void {
    this.#clients.delete(id);
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const match = ROUTE.exec(request.url ?? '');
    const client = this.#clients.get(match?.[1] ?? '');
    if (match === null || client === undefined) {
      response.writeHead(404).end();
      return;
    }
    const [, , next, requestId, outcome] = match;
    if (next !== undefined) {
      client.next(({ requestId: id, functionArn, trace, deadline, clockOffset: ahead, event }) =>
        response
          .writeHead(200, {
            'content-type': 'application/json',
            'lambda-runtime-aws-request-id': id,
            'lambda-runtime-deadline-ms': String(deadline),
            'lambda-runtime-invoked-function-arn': functionArn,
            'lambda-runtime-trace-id': formatTraceHeader(trace),
            'local-clock-ahead-ms': String(ahead),
          })
          .end(event),
      );
      return;
    }
    const body = await readText(request);
    if (outcome === 'response' && requestId !== undefined) client.response(requestId, body);
    else client.error(requestId, body);
    response.writeHead(202).end();
  }
}
