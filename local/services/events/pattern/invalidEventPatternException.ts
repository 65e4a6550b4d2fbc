/** A pattern that EventBridge refuses. */
export class InvalidEventPatternException extends Error {
  override readonly name = 'InvalidEventPatternException';
  readonly status = 400;

  constructor(reason: string) {
    super(`Event pattern is not valid. Reason: ${reason}`);
  }
}
