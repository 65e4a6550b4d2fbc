import type { Point } from '../affine.ts';

/** A rectangle of the stage, in CSS pixels. */
export interface Extent {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** A box, with the width of its tag; 0 if it has no tag. */
export interface TaggedBox {
  extent: Extent;
  width: number;
}

export const TAG_HEIGHT = 21;

/**
 * Returns a position for the tag of each box: above the box, or else below it, beside it or one tag further away, where
 * it covers no earlier tag. If all positions are taken, the tag goes above the box. A box at the top of the stage has its
 * tag inside.
 */
export function placeTags(boxes: readonly TaggedBox[]): Point[] {
  const taken: Extent[] = [];
  return boxes.map(({ extent, width }) => {
    if (width === 0) return { x: extent.left, y: extent.top };
    const x = extent.left - 1;
    const above = extent.top > TAG_HEIGHT ? extent.top - TAG_HEIGHT : extent.top;
    const candidates = [
      { x, y: above },
      { x, y: extent.bottom },
      { x: extent.right + 1, y: extent.top },
      { x: x - width, y: extent.top },
      { x, y: above - TAG_HEIGHT },
      { x, y: extent.bottom + TAG_HEIGHT },
    ];
    const free = candidates.find(
      (at) => at.x >= -1 && at.y >= 0 && !taken.some((one) => overlaps(one, at, width)),
    );
    const at = free ?? candidates[0]!;
    taken.push({ left: at.x, top: at.y, right: at.x + width, bottom: at.y + TAG_HEIGHT });
    return at;
  });
}

const overlaps = (one: Extent, { x, y }: Point, width: number): boolean =>
  x < one.right && one.left < x + width && y < one.bottom && one.top < y + TAG_HEIGHT;
