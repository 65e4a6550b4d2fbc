import type { GraphResource } from '../graph/graph.ts';

/** The stack and the account that contain a resource. */
export interface Around {
  readonly resources: readonly GraphResource[];
  readonly region: string;
  /** The account's quota of concurrent executions. */
  readonly lambdaConcurrency: number;
}

/** A condition that AWS checks when it creates a resource. */
export interface Check {
  readonly name: string;
  /** The types to check. Default all. */
  readonly types?: readonly string[];
  /** Returns the reason for which AWS would reject the resource, with the accepted values; undefined if AWS accepts it. */
  readonly refusal: (resource: GraphResource, around: Around) => string | undefined;
}

/** Returns the value at a path such as `retryPolicy.maximumRetryAttempts`, undefined if the path does not exist. */
export const at = (value: unknown, path: string): unknown =>
  path
    .split('.')
    .reduce<unknown>(
      (item, key) => (typeof item === 'object' && item !== null ? Reflect.get(item, key) : undefined),
      value,
    );

/** Formats a value for a message. */
export const textOf = (value: unknown): string =>
  typeof value === 'string' ? value : value === undefined ? 'absent' : JSON.stringify(value);

/** Checks that a number is within bounds. AWS has a default for an absent one. */
export const between = (
  name: string,
  type: string,
  path: string,
  least: number,
  most: number,
  source: string,
): Check => ({
  name,
  types: [type],
  refusal: ({ inputs }) => {
    const value = at(inputs, path);
    if (value === undefined) return undefined;
    return typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most
      ? undefined
      : `${path} is ${textOf(value)}; it must be ${least} to ${most} (${source})`;
  },
});

/** Checks that a value is in a list. */
export const oneOf = (
  name: string,
  type: string,
  path: string,
  values: readonly unknown[],
  source: string,
): Check => ({
  name,
  types: [type],
  refusal: ({ inputs }) => {
    const value = at(inputs, path);
    return value === undefined || values.includes(value)
      ? undefined
      : `${path} is ${textOf(value)}; it must be ${values.join(', ')} (${source})`;
  },
});
