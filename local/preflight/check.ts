import type { GraphResource } from '../graph/graph.ts';

/** The whole that a resource stands in. */
export interface Around {
  readonly resources: readonly GraphResource[];
  readonly region: string;
  /** Runs of all functions at once that Lambda lets the account have. */
  readonly lambdaConcurrency: number;
}

/** A condition that AWS checks when it creates a resource. */
export interface Check {
  readonly name: string;
  /** The types that it judges; none means every type. */
  readonly types?: readonly string[];
  /** Says what AWS would refuse, and what it takes; undefined where all is well. */
  readonly refusal: (resource: GraphResource, around: Around) => string | undefined;
}

/** A value by its path, as `retryPolicy.maximumRetryAttempts`; undefined where the path ends early. */
export const at = (value: unknown, path: string): unknown =>
  path
    .split('.')
    .reduce<unknown>(
      (item, key) => (typeof item === 'object' && item !== null ? Reflect.get(item, key) : undefined),
      value,
    );

/** A value as a sentence shows it. */
export const textOf = (value: unknown): string =>
  typeof value === 'string' ? value : value === undefined ? 'absent' : JSON.stringify(value);

/** A number that AWS takes between two bounds only; one that is absent has AWS's own default. */
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
      : `${path} is ${textOf(value)}; it takes ${least} to ${most} (${source})`;
  },
});

/** A value that AWS takes from a list only. */
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
      : `${path} is ${textOf(value)}; it takes ${values.join(', ')} (${source})`;
  },
});
