import type { AwsRequest, AwsResponse } from './types.ts';

/** A call of a service, such as `s3` and `PutObject`. */
export interface CallInfo {
  readonly service: string;
  readonly operation: string;
  /** The caller's ARN. */
  readonly caller: string;
  /** The root of the X-Ray trace that the SDK sends: in a function it identifies the invocation. */
  readonly trace: string | undefined;
  /** The whole request; the body of an S3 request is unread. */
  readonly request: AwsRequest;
}

/** The delivery of an event. */
export interface DeliveryInfo {
  readonly kind: 'eventbridge-target' | 's3-event';
  /** The ARN of the target, or of the bus for an event of S3. */
  readonly target: string;
  /** The detail type of the event. */
  readonly type: string;
  readonly detail: object;
}

/**
 * The hook for faults. Each method gets the real operation as a function, and may call it late, twice or not at all, or
 * call it and then throw.
 */
export interface Interceptor {
  /**
   * Wraps an API call. Throws AwsError to answer an error, LostResponse to cut the connection.
   * @param proceed serves the request, or another one in its place
   */
  call(info: CallInfo, proceed: (changed?: AwsRequest) => Promise<AwsResponse>): Promise<AwsResponse>;
  /** Wraps the delivery of an event to a target. */
  deliver(info: DeliveryInfo, proceed: () => Promise<void>): Promise<void>;
}

/** Says that an operation succeeded but its response must not reach the caller. */
export class LostResponse extends Error {
  override readonly name = 'LostResponse';
}

/** Injects no faults. */
export const passThrough: Interceptor = {
  call: (_info, proceed) => proceed(),
  deliver: (_info, proceed) => proceed(),
};
