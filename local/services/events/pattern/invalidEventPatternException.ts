/** An event pattern that EventBridge rejects. */
export class InvalidEventPatternException extends Error {
  override readonly name = 'InvalidEventPatternException';
  readonly status = 400;

  constructor(reason: string) {
    super(`Event pattern is not valid. Reason: ${reason}`);
  }
}
