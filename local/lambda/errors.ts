/** Says that a handler threw, or that its process ended, timed out or ran out of memory. */
export class FunctionError extends Error {
  override readonly name = 'FunctionError';
  readonly errorType: string;

  constructor(functionName: string, errorType: string, message: string) {
    super(`${functionName}: ${errorType}: ${message}`);
    this.errorType = errorType;
  }
}

/** Says that an event is larger than a synchronous invocation takes. */
export class RequestTooLargeError extends Error {
  override readonly name = 'RequestTooLargeException';

  constructor(functionName: string, bytes: number, limit: number) {
    super(`${functionName}: the event has ${bytes} bytes, and an invocation takes ${limit}`);
  }
}

/** Says that the reserved concurrency of a function is exhausted. */
export class TooManyRequestsError extends Error {
  override readonly name = 'TooManyRequestsException';

  constructor(functionName: string, limit: number) {
    super(`${functionName}: all ${limit} of its reserved execution environments are busy`);
  }
}
