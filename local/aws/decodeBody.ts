import { createHash } from 'node:crypto';
import { pipeline, Transform, type Readable } from 'node:stream';
import { AwsError, notImplemented } from './awsError.ts';
import { ChunkedBody } from './chunkedBody.ts';
import { hmac, scopeText, signingKey } from './signature.ts';
import type { SignatureClaim } from './verifySignature.ts';

export interface DecodedBody {
  readonly body: Readable;
  readonly trailers: ReadonlyMap<string, string>;
}

const NO_TRAILERS: ReadonlyMap<string, string> = new Map();

/** Decodes a body as `x-amz-content-sha256` declares it: hashed, unsigned, or in chunks. */
export function decodeBody(raw: Readable, claim: SignatureClaim | undefined, secret: string): DecodedBody {
  const kind = claim?.payloadHash ?? 'UNSIGNED-PAYLOAD';
  if (kind === 'UNSIGNED-PAYLOAD') return { body: raw, trailers: NO_TRAILERS };
  if (kind === 'STREAMING-UNSIGNED-PAYLOAD-TRAILER') return unchunk(raw, new ChunkedBody(undefined));
  if (claim !== undefined && /^STREAMING-AWS4-HMAC-SHA256-PAYLOAD(-TRAILER)?$/.test(kind)) {
    const key = signingKey(secret, claim.scope);
    let previous = claim.signature;
    return unchunk(
      raw,
      new ChunkedBody((algorithm, rest) => {
        previous = hmac(
          key,
          [algorithm, claim.date, scopeText(claim.scope), previous, rest].join('\n'),
        ).toString('hex');
        return previous;
      }),
    );
  }
  if (!/^[0-9a-f]{64}$/.test(kind)) throw notImplemented(`x-amz-content-sha256: ${kind}`);
  return { body: connect(raw, new HashedBody(kind)), trailers: NO_TRAILERS };
}

/** Connects two streams. The returned stream reports errors; `pipeline` only requires a callback. */
function connect<T extends Transform>(raw: Readable, transform: T): T {
  pipeline(raw, transform, () => undefined);
  return transform;
}

function unchunk(raw: Readable, body: ChunkedBody): DecodedBody {
  return { body: connect(raw, body), trailers: body.trailers };
}

/** Passes bytes through and fails at the end if their hash differs from the signed one. */
class HashedBody extends Transform {
  readonly #hash = createHash('sha256');
  readonly #expected: string;

  constructor(expected: string) {
    super();
    this.#expected = expected;
  }

  override _transform(
    data: Buffer,
    _encoding: BufferEncoding,
    done: (error: null, data: Buffer) => void,
  ): void {
    this.#hash.update(data);
    done(null, data);
  }

  override _flush(done: (error?: Error) => void): void {
    if (this.#hash.digest('hex') === this.#expected) done();
    else
      done(
        new AwsError(
          'XAmzContentSHA256Mismatch',
          "The provided 'x-amz-content-sha256' header does not match what was computed.",
        ),
      );
  }
}
