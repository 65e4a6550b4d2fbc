import type { AwsRequest, AwsResponse } from './types.ts';

/** Which call of which service, as `s3` and `PutObject`. */
export interface CallInfo {
  readonly service: string;
  readonly operation: string;
  /** The caller's ARN. */
  readonly caller: string;
  /** The root of the X-Ray trace that the SDK passes on: inside a function it names the invocation. */
  readonly trace: string | undefined;
  /** The whole request; its body, S3's, is unread. */
  readonly request: AwsRequest;
}

/** Which message goes where. */
export interface DeliveryInfo {
  readonly kind: 'eventbridge-target' | 's3-event';
  /** The target's ARN; of an event of S3's, the bus it goes to. */
  readonly target: string;
  /** What happened, in EventBridge's words. */
  readonly type: string;
  readonly detail: object;
}

/**
 * The one place where faults come in: each member gets the real thing as a function, and may call it late, twice,
 * not at all, or call it and then throw.
 */
export interface Interceptor {
  /**
   * Around each API call. Throw AwsError to answer an error, LostAnswer to cut the connection.
   * @param proceed takes the request to serve in place of the one that came
   */
  call(info: CallInfo, proceed: (changed?: AwsRequest) => Promise<AwsResponse>): Promise<AwsResponse>;
  /** Around each delivery of an event to a target. */
  deliver(info: DeliveryInfo, proceed: () => Promise<void>): Promise<void>;
}

/** The work was done, and the caller never hears of it. */
export class LostResponse extends Error {
  override readonly name = 'LostAnswer';
}

/** Nothing ever goes wrong. */
export const passThrough: Interceptor = {
  call: (_info, proceed) => proceed(),
  deliver: (_info, proceed) => proceed(),
};
