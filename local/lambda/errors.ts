/** Says that a handler threw, or that its process ended, timed out or ran out of memory. */
export class FunctionError extends Error {
  override readonly name = 'FunctionError';
  readonly errorType: string;

  constructor(functionName: string, errorType: string, message: string) {
    super(`${functionName}: ${errorType}: ${message}`);
    this.errorType = errorType;
  }
}

/** Says that the reserved concurrency of a function is exhausted. */
export class TooManyRequestsError extends Error {
  override readonly name = 'TooManyRequestsException';

  constructor(functionName: string, limit: number) {
    super(`${functionName}: all ${limit} of its reserved execution environments are busy`);
  }
}
