const AHEAD = 10;
const BEHIND = 3;

/** Returns the indexes of a stack that the user will probably need next, the nearest ones ahead first. */
export function listSlotsAround(index: number, direction: number, count: number): number[] {
  const ahead = Array.from({ length: AHEAD }, (_, step) => index + direction * (step + 1));
  const behind = Array.from({ length: BEHIND }, (_, step) => index - direction * (step + 1));
  return [...ahead.slice(0, 3), behind[0]!, ...ahead.slice(3), ...behind.slice(1)].filter(
    (slot) => slot >= 0 && slot < count,
  );
}
