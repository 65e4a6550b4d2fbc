import type { Instance } from '../images/instance.ts';

/** One image of a stack: a whole instance, or a frame of one. */
export interface Slot {
  instance: Instance;
  frame: number;
}

/** What a reader scrolls through. */
export interface Stack {
  key: string;
  modality: string | undefined;
  slots: readonly Slot[];
}

/**
 * Images as stacks: those of one series, size and orientation, by their position, then their number, then as they came.
 * An image of several frames is a stack of its own. The stacks stand as their first images came.
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

/** Writers round direction cosines; a slice that is tilted by a degree is another stack. */
const COSINE_TOLERANCE = 0.01;

/** Those of an orientation that is not known yet stand with the first. */
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

/** Equal where either is not known: the sort is stable, so that these stay as they came. */
const compare = (a: number | undefined, b: number | undefined): number =>
  a === undefined || b === undefined ? 0 : a - b;

/** The place where there most is to see: the middle of slices, the start of a cine. */
export const getMiddleIndex = ({ slots }: Stack): number =>
  slots[0]!.instance.frames > 1 ? 0 : Math.floor((slots.length - 1) / 2);

/** Where an instance, and one of its frames, stands; undefined where it is in no stack. */
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
