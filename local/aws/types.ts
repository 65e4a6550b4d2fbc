import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';

/** The caller: the owner of the access key, or an AWS service. */
export interface Caller {
  /** The ARN, such as `arn:aws:sts::000000000000:assumed-role/NAME/local`, or a service such as `events.amazonaws.com`. */
  readonly arn: string;
  readonly kind: 'role' | 'user' | 'service' | 'anonymous';
  /** The ARN of a session's role. */
  readonly roleArn?: string;
}

/** IAM's condition keys and their values. */
export type ContextInput = Readonly<Record<string, string | readonly string[]>>;

/** Throws AccessDenied, naming principal, action and resource, unless the policies allow it. */
export type Authorize = (action: string, resourceArn: string, context?: ContextInput) => void;

/** A request whose caller is still unknown. */
export interface RawRequest {
  readonly method: string;
  /** The path as sent, percent-encoded. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly requestId: string;
}

/** A request whose signature was verified. */
export interface AwsRequest extends RawRequest {
  /** The service of the SigV4 scope, such as `s3`. */
  readonly service: string;
  /** The whole body; empty for S3. */
  readonly payload: Buffer;
  /** The unread body of an S3 request, decoded if it is aws-chunked. Reading fails if the signed hash differs. */
  readonly body: Readable;
  /** The trailers of a chunked body, once it was read. */
  readonly trailers: ReadonlyMap<string, string>;
  readonly caller: Caller;
  readonly authorize: Authorize;
}

export interface AwsResponse {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer | string | Readable;
}

/** A service of the endpoint; throws AwsError for an error response. */
export interface AwsService {
  /** Returns AWS's name of the requested operation, such as `PutObject`. */
  identifyOperation(request: RawRequest): string;
  handle(request: AwsRequest): Promise<AwsResponse>;
  /** Builds the response of an error in the format of the service. */
  buildErrorResponse(error: unknown, request: RawRequest): AwsResponse;
  /** Returns the CORS headers of a response; S3 only. */
  buildCorsHeaders?(request: RawRequest): Readonly<Record<string, string>>;
  /** Answers OPTIONS, which is never signed; S3 only. */
  answerPreflight?(request: RawRequest): AwsResponse;
}
