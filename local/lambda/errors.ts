/** The handler threw, or its process ended, ran out of time or of memory. */
export class FunctionError extends Error {
  override readonly name = 'FunctionError';
  readonly errorType: string;

  constructor(functionName: string, errorType: string, message: string) {
    super(`${functionName}: ${errorType}: ${message}`);
    this.errorType = errorType;
  }
}

/** More invocations than the function's reserved concurrency allows. */
export class TooManyRequestsError extends Error {
  override readonly name = 'TooManyRequestsException';

  constructor(functionName: string, limit: number) {
    super(`${functionName}: all ${limit} of its reserved execution environments are busy`);
  }
}
