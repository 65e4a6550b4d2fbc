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

/** Throws AccessDenied, naming principal, action and resource, unless the policies allow it. */
export type Authorize = (
  action: string,
  resourceArn: string,
  context?: Readonly<Record<string, string | readonly string[]>>,
) => void;

/** A request whose signature was verified. */
export interface AwsRequest {
  /** The service of the SigV4 scope, such as `s3`. */
  readonly service: string;
  readonly method: string;
  /** As sent, percent-encoded. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  /** Unread; an aws-chunked body is already unwrapped. Reading fails where the signed hash does not agree. */
  readonly body: Readable;
  readonly caller: Caller;
  readonly authorize: Authorize;
  readonly requestId: string;
}

export interface AwsResponse {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer | string | Readable;
}

/** A service behind the endpoint; throws AwsError for what AWS would answer as an error. */
export interface AwsService {
  handle(request: AwsRequest): Promise<AwsResponse>;
  /** Turns an error into the service's own form. */
  errorResponse(error: unknown, request: { requestId: string; method: string; path: string }): AwsResponse;
}
