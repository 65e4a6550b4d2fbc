import { Transform, type TransformCallback } from 'node:stream';
import { AwsError } from './awsError.ts';
import { sha256 } from './signature.ts';

/** Signs a chunk or the trailer; `rest` is the part of the string to sign after the scope. */
export type SignNext = (algorithm: string, rest: string) => string;

const EMPTY = sha256('');
const CRLF = Buffer.from('\r\n');

/** The longest line of a size, signature or trailer. */
const MAX_LINE = 16_384;

const createIncompleteBodyError = (reason: string): AwsError => new AwsError('IncompleteBody', reason, 400);

/**
 * Unwraps aws-chunked bodies, checks the signatures of signed chunks and collects the trailers.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html
 */
export class ChunkedBody extends Transform {
  /** The trailers by lower-case name. */
  readonly trailers = new Map<string, string>();
  readonly #sign: SignNext | undefined;
  #state: 'size' | 'data' | 'end-of-data' | 'trailer' | 'done' = 'size';
  #pending: Buffer = Buffer.alloc(0);
  #chunk: Buffer[] = [];
  #remaining = 0;
  #signature = '';
  #trailerText = '';

  constructor(sign: SignNext | undefined) {
    super();
    this.#sign = sign;
  }

  override _transform(data: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    try {
      this.#pending = this.#pending.length === 0 ? data : Buffer.concat([this.#pending, data]);
      while (this.#step());
      done();
    } catch (error) {
      done(error as Error);
    }
  }

  override _flush(done: TransformCallback): void {
    if (this.#state === 'trailer' && this.#pending.length === 0) this.#finish();
    if (this.#state === 'done') done();
    else done(createIncompleteBodyError('The request body terminated before its last chunk.'));
  }

  /** Consumes one part of the pending bytes; returns false if more bytes are needed. */
  #step(): boolean {
    switch (this.#state) {
      case 'size':
        return this.#readSize();
      case 'data':
        return this.#readData();
      case 'end-of-data': {
        if (this.#pending.length < 2) return false;
        if (!this.#pending.subarray(0, 2).equals(CRLF))
          throw createIncompleteBodyError('A chunk is longer than its size.');
        this.#pending = this.#pending.subarray(2);
        this.#state = 'size';
        return true;
      }
      case 'trailer':
        return this.#readTrailer();
      case 'done':
        this.#pending = Buffer.alloc(0);
        return false;
    }
  }

  #line(): string | undefined {
    const end = this.#pending.indexOf(CRLF);
    if (end < 0) {
      if (this.#pending.length > MAX_LINE)
        throw createIncompleteBodyError('A line of a chunked body is too long.');
      return undefined;
    }
    const line = this.#pending.subarray(0, end).toString();
    this.#pending = this.#pending.subarray(end + 2);
    return line;
  }

  #readSize(): boolean {
    const line = this.#line();
    if (line === undefined) return false;
    const [size = '', extension = ''] = line.split(';');
    if (!/^[0-9a-fA-F]{1,8}$/.test(size))
      throw createIncompleteBodyError(`The size of a chunk is not a hexadecimal number.`);
    this.#remaining = parseInt(size, 16);
    this.#signature = extension.replace(/^chunk-signature=/, '');
    if (this.#remaining > 0) this.#state = 'data';
    else {
      this.#checkChunk();
      this.#state = 'trailer';
    }
    return true;
  }

  #readData(): boolean {
    if (this.#pending.length === 0) return false;
    const part = this.#pending.subarray(0, this.#remaining);
    this.#pending = this.#pending.subarray(part.length);
    this.#remaining -= part.length;
    // A signed chunk is passed on only after its signature was verified.
    if (this.#sign === undefined) this.push(part);
    else this.#chunk.push(part);
    if (this.#remaining === 0) {
      this.#checkChunk();
      this.#state = 'end-of-data';
    }
    return true;
  }

  #checkChunk(): void {
    if (this.#sign === undefined) return;
    const data = Buffer.concat(this.#chunk);
    this.#chunk = [];
    this.#expect(this.#sign('AWS4-HMAC-SHA256-PAYLOAD', `${EMPTY}\n${sha256(data)}`), this.#signature);
    if (data.length > 0) this.push(data);
  }

  #readTrailer(): boolean {
    const line = this.#line();
    if (line === undefined) return false;
    if (line === '') {
      this.#finish();
      return true;
    }
    const colon = line.indexOf(':');
    const [name, value] = [line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()];
    this.trailers.set(name, value);
    if (name !== 'x-amz-trailer-signature') this.#trailerText += `${name}:${value}\n`;
    return true;
  }

  #finish(): void {
    this.#state = 'done';
    const given = this.trailers.get('x-amz-trailer-signature');
    if (this.#sign !== undefined && this.#trailerText !== '')
      this.#expect(this.#sign('AWS4-HMAC-SHA256-TRAILER', sha256(this.#trailerText)), given ?? '');
  }

  #expect(signature: string, given: string): void {
    if (signature !== given)
      throw new AwsError('SignatureDoesNotMatch', 'The signature of a chunk does not match its bytes.', 403);
  }
}
