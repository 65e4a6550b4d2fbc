/**
 * An escape hatch to the arguments of a child resource: gets what the component would use and returns
 * what it shall use instead.
 *
 * @example
 * { function: (args) => ({ ...args, memorySize: 3008 }) }
 */
export type Transform<Args> = (args: Args) => Args;

/** Applies an escape hatch, if there is one. */
export const applyTransform = <Args>(transform: Transform<Args> | undefined, args: Args): Args =>
  transform ? transform(args) : args;
