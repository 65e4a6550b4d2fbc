import type { Instance } from '../images/instance.ts';

/** A position in a stack: a frame of an instance. */
export interface Slot {
  instance: Instance;
  frame: number;
}

/** A sequence of images that the user scrolls through. */
export interface Stack {
  key: string;
  modality: string | undefined;
  slots: readonly Slot[];
}

/**
 * Groups images of the same series, size and orientation into stacks, sorted by position, then by number, then by order of
 * arrival. A multi-frame image is its own stack. Stacks are in the order of their first images.
 */
export function buildStacks(instances: readonly Instance[]): Stack[] {
  const groups = new Map<string, Instance[]>();
  for (const instance of instances) {
    const { key, series, width, height, frames, kind } = instance;
    const name =
      series === undefined || frames > 1 ? `one/${key}` : `${series}/${width}x${height}/${kind ?? ''}`;
    const group = groups.get(name);
    if (group) group.push(instance);
    else groups.set(name, [instance]);
  }
  return [...groups].flatMap(([name, group]) =>
    splitByOrientation(group).map((part, index): Stack => ({
      key: index === 0 ? name : `${name}/${index}`,
      modality: part[0]!.modality,
      slots: sortInstances(part).flatMap((instance) =>
        Array.from({ length: instance.frames }, (_, frame): Slot => ({ instance, frame })),
      ),
    })),
  );
}

/** Allows for rounded direction cosines, but puts a slice tilted by one degree into another stack. */
const COSINE_TOLERANCE = 0.01;

/** Splits a group by orientation. Images of unknown orientation stay with the first part. */
function splitByOrientation(group: readonly Instance[]): Instance[][] {
  const parts: { orientation: readonly number[]; members: Instance[] }[] = [];
  for (const instance of group) {
    const { orientation } = instance;
    const same =
      orientation &&
      parts.find((part) =>
        part.orientation.every((cosine, axis) => Math.abs(cosine - orientation[axis]!) < COSINE_TOLERANCE),
      );
    if (same) same.members.push(instance);
    else if (orientation) parts.push({ orientation, members: [instance] });
  }
  const unknown = group.filter(({ orientation }) => !orientation);
  if (parts[0]) {
    const known = new Set(parts[0].members);
    parts[0].members = group.filter((one) => known.has(one) || !one.orientation);
  }
  return parts.length > 0 ? parts.map(({ members }) => members) : [unknown];
}

const sortInstances = (group: readonly Instance[]): Instance[] =>
  [...group].sort((a, b) => compare(a.position, b.position) || compare(a.number, b.number));

/** Treats unknown values as equal, so that the stable sort leaves them in their order. */
const compare = (a: number | undefined, b: number | undefined): number =>
  a === undefined || b === undefined ? 0 : a - b;

/** Returns the index to show first: the middle of a series of slices, or the start of a cine. */
export const getMiddleIndex = ({ slots }: Stack): number =>
  slots[0]!.instance.frames > 1 ? 0 : Math.floor((slots.length - 1) / 2);

/** Finds the stack and index of an instance's frame; undefined if no stack contains the instance. */
export function findSlot(
  stacks: readonly Stack[],
  key: string,
  frame = 0,
): { stack: Stack; index: number } | undefined {
  for (const stack of stacks) {
    const first = stack.slots.findIndex(({ instance }) => instance.key === key);
    if (first < 0) continue;
    const exact = stack.slots.findIndex((slot) => slot.instance.key === key && slot.frame === frame);
    return { stack, index: exact < 0 ? first : exact };
  }
  return undefined;
}
