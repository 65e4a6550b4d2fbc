/** A child resource that a transform is about. */
export interface TransformedChild {
  /** Its logical name, such as `dicom-decode`. */
  readonly name: string;
  /** Its type, such as `aws:lambda/function:Function`. */
  readonly type: string;
}

/**
 * An escape hatch to the arguments of a child resource: receives the component's arguments and returns those to use
 * instead. The second argument tells the children of one kind apart.
 *
 * @example
 * { role: (args) => ({ ...args, permissionsBoundary }) }
 * @example
 * { function: (args, { name }) => (name.endsWith('-decode') ? { ...args, memorySize: 3008 } : args) }
 */
export type Transform<Args> = (args: Args, child: TransformedChild) => Args;

/** Applies an escape hatch to the arguments, if there is one. */
export const applyTransform = <Args>(
  transform: Transform<Args> | undefined,
  child: TransformedChild,
  args: Args,
): Args => (transform ? transform(args, child) : args);
