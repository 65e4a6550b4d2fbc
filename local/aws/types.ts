import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';

/** Who calls: the owner of the access key, or an AWS service that acts for itself. */
export interface Caller {
  /** Such as `arn:aws:sts::000000000000:assumed-role/NAME/local`, or a service: `events.amazonaws.com`. */
  readonly arn: string;
  readonly kind: 'role' | 'user' | 'service' | 'anonymous';
  /** The role behind a session. */
  readonly roleArn?: string;
}

/** Condition keys and their values, as IAM names them. */
export type ContextInput = Readonly<Record<string, string | readonly string[]>>;

/** Throws AccessDenied, naming principal, action and resource, unless the policies allow it. */
export type Authorize = (action: string, resourceArn: string, context?: ContextInput) => void;

/** What arrived, before anything is known of the caller. */
export interface RawRequest {
  readonly method: string;
  /** As sent, percent-encoded. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly requestId: string;
}

/** A request whose signature was verified. */
export interface AwsRequest extends RawRequest {
  /** The service of the SigV4 scope, such as `s3`. */
  readonly service: string;
  /** The whole body of every service but S3. */
  readonly payload: Buffer;
  /** S3's body, unread; an aws-chunked one is already unwrapped. Reading fails where the signed hash does not agree. */
  readonly body: Readable;
  /** Filled once the body was read: what came after its chunks. */
  readonly trailers: ReadonlyMap<string, string>;
  readonly caller: Caller;
  readonly authorize: Authorize;
}

export interface AwsResponse {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer | string | Readable;
}

/** A service behind the endpoint; throws AwsError for what AWS would answer as an error. */
export interface AwsService {
  /** AWS's name of what is asked, such as `PutObject`. */
  identifyOperation(request: RawRequest): string;
  handle(request: AwsRequest): Promise<AwsResponse>;
  /** Turns an error into the service's own form. */
  buildErrorResponse(error: unknown, request: RawRequest): AwsResponse;
  /** What an answer to a browser also needs; for S3 alone. */
  buildCorsHeaders?(request: RawRequest): Readonly<Record<string, string>>;
  /** Answers OPTIONS, which nobody signs; for S3 alone. */
  answerPreflight?(request: RawRequest): AwsResponse;
}
