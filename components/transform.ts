/**
 * An escape hatch to the arguments of a child resource: receives the component's arguments and returns those to use
 * instead.
 *
 * @example
 * { function: (args) => ({ ...args, memorySize: 3008 }) }
 */
export type Transform<Args> = (args: Args) => Args;

/** Applies an escape hatch to the arguments, if there is one. */
export const applyTransform = <Args>(transform: Transform<Args> | undefined, args: Args): Args =>
  transform ? transform(args) : args;
