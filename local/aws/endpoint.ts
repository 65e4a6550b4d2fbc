import { randomBytes } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Clock } from '../clock.ts';
import { AwsError, notImplemented } from './awsError.ts';
import { LostResponse, type Interceptor } from './interceptor.ts';
import type { Keyring } from './keyring.ts';
import { decodeBody } from './decodeBody.ts';
import { parseAmzDate, sha256 } from './signature.ts';
import type { Authorize, AwsRequest, AwsResponse, AwsService, Caller, RawRequest } from './types.ts';
import { parseSignatureClaim, verifySignature, type SignatureClaim } from './verifySignature.ts';

type Now = Pick<Clock, 'now'>;

export interface EndpointOptions {
  readonly keys: Keyring;
  readonly iam: {
    /** Throws AccessDenied unless the caller may perform the action. */
    authorize(caller: Caller, ...action: Parameters<Authorize>): void;
  };
  readonly interceptor: Interceptor;
  /** The clock of the services; default the computer's. */
  readonly clock?: Now;
  /** Called with an unexpected error; the caller gets an InternalError. */
  readonly onError: (error: unknown) => void;
}

/** The largest payload of a JSON service, which is DynamoDB's. */
const MAX_PAYLOAD = 16 * 1024 * 1024;

const ANONYMOUS: Caller = { arn: 'anonymous', kind: 'anonymous' };

/** Serves every AWS service at one HTTP endpoint: the SigV4 scope names the service, the access key the caller. */
export class AwsEndpoint {
  readonly #options: EndpointOptions;
  readonly #services = new Map<string, AwsService>();

  constructor(options: EndpointOptions) {
    this.#options = options;
  }

  /** Adds a service. @param name the name of the service in the SigV4 scope */
  register(name: string, service: AwsService): void {
    this.#services.set(name, service);
  }

  readonly listener: RequestListener = (request, response) => {
    void this.#respond(request, response).catch((error: unknown) => {
      if (!(error instanceof LostResponse) && !isAborted(error)) this.#options.onError(error);
      response.destroy();
    });
  };

  async #respond(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const raw = parseRequest(message);
    const s3 = this.#find('s3');
    if (message.method === 'OPTIONS' && s3.answerPreflight !== undefined) {
      await send(response, raw, s3.answerPreflight(raw), {});
      return;
    }
    let service = s3;
    let answer: AwsResponse;
    try {
      const claim = parseSignatureClaim(raw);
      service = claim === undefined ? s3 : this.#find(claim.scope.service);
      const call = await this.#authenticate(message, raw, claim);
      const info = {
        service: call.service,
        operation: service.identifyOperation(call),
        caller: call.caller.arn,
        trace: parseTraceRoot(call),
        request: call,
      };
      answer = await this.#options.interceptor.call(info, (changed = call) => handle(service, changed));
    } catch (error) {
      if (error instanceof LostResponse) throw error;
      if (!isExpected(error)) this.#options.onError(error);
      answer = service.buildErrorResponse(isExpected(error) ? error : internalError, raw);
    }
    const date = new Date((this.#options.clock ?? Date).now()).toUTCString();
    await send(response, raw, answer, { date, ...service.buildCorsHeaders?.(raw) });
    // Reads the rest of a rejected upload: a browser does not show the response of a closed connection.
    message.resume();
  }

  async #authenticate(
    message: IncomingMessage,
    raw: RawRequest,
    claim: ReturnType<typeof parseSignatureClaim>,
  ): Promise<AwsRequest> {
    const { keys, iam, clock = Date } = this.#options;
    const service = claim?.scope.service ?? 's3';
    const payload = service === 's3' ? Buffer.alloc(0) : await readPayload(message);
    const payloadHash = service === 's3' ? (claim?.payloadHash ?? '') : sha256(payload);
    if (claim !== undefined && service === 's3' && claim.payloadHash === undefined)
      throw new AwsError('MissingSecurityHeader', 'The header x-amz-content-sha256 is missing.');
    const key =
      claim === undefined
        ? undefined
        : verifySignature(claim, raw, payloadHash, keys, chooseSigningTime(claim, clock));
    const caller = key?.caller ?? ANONYMOUS;
    const body = service === 's3' ? decodeBody(message, claim, key?.secretAccessKey ?? '') : undefined;
    return {
      ...raw,
      service,
      payload,
      body: body?.body ?? Readable.from([]),
      trailers: body?.trailers ?? new Map(),
      caller,
      authorize: (action, resource, context) => iam.authorize(caller, action, resource, context),
    };
  }

  #find(name: string): AwsService {
    const service = this.#services.get(name);
    if (service === undefined) throw notImplemented(`the service ${name}`);
    return service;
  }
}

/** Calls a service; turns its synchronous errors into rejections. */
const handle = async (service: AwsService, request: AwsRequest): Promise<AwsResponse> =>
  service.handle(request);

/** Reads the root of the trace. https://docs.aws.amazon.com/xray/latest/devguide/xray-concepts.html#xray-concepts-tracingheader */
const parseTraceRoot = ({ headers }: RawRequest): string | undefined =>
  /Root=([^;]+)/.exec(String(headers['x-amzn-trace-id'] ?? ''))?.[1];

/**
 * Returns the time to verify a signature with. Functions sign with the clock of the services, other callers with the
 * computer's; if the two differ, the one nearer to the signature counts. Presigned URLs expire by the services' clock.
 */
function chooseSigningTime({ date, expires }: SignatureClaim, clock: Now): number {
  if (expires !== undefined) return clock.now();
  const [services, computer, at] = [clock.now(), Date.now(), parseAmzDate(date)];
  return Math.abs(services - at) <= Math.abs(computer - at) ? services : computer;
}

const internalError = new AwsError(
  'InternalError',
  'We encountered an internal error. Please try again.',
  500,
);

/** Returns true for an error response: an AwsError, or another error with a status. */
const isExpected = (error: unknown): boolean =>
  error instanceof AwsError ||
  (error instanceof Error && 'status' in error && typeof error.status === 'number');

const isAborted = (error: unknown): boolean =>
  error instanceof Error &&
  'code' in error &&
  ['ECONNRESET', 'EPIPE', 'ERR_STREAM_PREMATURE_CLOSE'].includes(String(error.code));

function parseRequest(message: IncomingMessage): RawRequest {
  const target = message.url ?? '/';
  const queryStart = target.indexOf('?');
  return {
    method: message.method ?? 'GET',
    path: queryStart < 0 ? target : target.slice(0, queryStart),
    query: new URLSearchParams(queryStart < 0 ? '' : target.slice(queryStart + 1).replaceAll('+', '%2B')),
    headers: message.headers,
    requestId: randomBytes(8).toString('hex').toUpperCase(),
  };
}

async function readPayload(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > MAX_PAYLOAD) throw new AwsError('RequestEntityTooLarge', 'The payload is too large.', 413);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

async function send(
  response: ServerResponse,
  { method, requestId }: RawRequest,
  answer: AwsResponse,
  cors: Readonly<Record<string, string>>,
): Promise<void> {
  const { body } = answer;
  response.writeHead(answer.status, {
    'x-amz-request-id': requestId,
    'x-amzn-requestid': requestId,
    ...cors,
    ...answer.headers,
    ...(typeof body === 'string' || Buffer.isBuffer(body)
      ? { 'content-length': Buffer.byteLength(body) }
      : {}),
  });
  if (body instanceof Readable && method !== 'HEAD') await pipeline(body, response);
  else {
    if (body instanceof Readable) body.destroy();
    response.end(body instanceof Readable || method === 'HEAD' ? undefined : body);
  }
}
