/** A target of a rule. */
export interface TargetDescription {
  readonly id: string;
  readonly arn: string;
  readonly dlqArn?: string | undefined;
  /** JSON that the target gets instead of the event. */
  readonly input?: string | undefined;
  /** The maximum age in seconds; EventBridge's default is a day. */
  readonly maximumEventAge: number;
  /** The number of retries; EventBridge's default is 185. */
  readonly maximumRetryAttempts: number;
}

/** A rule with a pattern or a schedule. */
export interface RuleDescription {
  readonly name: string;
  readonly bus: string;
  readonly arn: string;
  /** The event pattern as JSON. */
  readonly pattern?: string | undefined;
  readonly schedule?: string | undefined;
  readonly enabled: boolean;
  readonly targets: readonly TargetDescription[];
}

/** An event as a target receives it. https://docs.aws.amazon.com/eventbridge/latest/ref/overiew-event-structure.html */
export interface EventEnvelope {
  readonly version: '0';
  readonly id: string;
  readonly 'detail-type': string;
  readonly source: string;
  readonly account: string;
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: object;
}
