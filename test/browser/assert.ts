/** Assertions for tests in the browser, where `node:assert` is unavailable. */
export function ok(value: unknown, message = 'expected a truthy value'): asserts value {
  if (!value) throw new Error(`${message}, got ${show(value)}`);
}

export function equal<T>(actual: T, expected: T, message = 'not equal'): void {
  if (!Object.is(actual, expected))
    throw new Error(`${message}: ${show(actual)}, expected ${show(expected)}`);
}

export function deepEqual(actual: unknown, expected: unknown, message = 'not equal'): void {
  if (show(actual) !== show(expected))
    throw new Error(`${message}: ${show(actual)}, expected ${show(expected)}`);
}

export function near(actual: number, expected: number, within: number, message = 'too far'): void {
  if (!(Math.abs(actual - expected) <= within))
    throw new Error(`${message}: ${actual}, expected ${expected} within ${within}`);
}

const show = (value: unknown): string => (value === undefined ? 'undefined' : JSON.stringify(value));
