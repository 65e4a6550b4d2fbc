import type { Box } from '../../../contract/index.ts';
import { dicomFile } from '../../support/dicomFile.ts';

export const SIDE = 192;
export const SLICES = 8;
const RADIUS = 20;

/** Six balls, positioned in pixels from the centre of a larger ball. */
const BALLS = Array.from({ length: 6 }, (_, ball) => ({
  x: Math.cos((ball * Math.PI) / 3) * 50,
  y: Math.sin((ball * Math.PI) / 3) * 50,
  z: (ball - 2.5) * 22,
  level: 110 + ball * 26,
}));

/** Makes one slice through the balls. */
export const phantomSlice = (slice: number): Buffer =>
  Buffer.from(
    dicomFile({
      rows: SIDE,
      columns: SIDE,
      strings: { InstanceNumber: String(slice + 1), SOPInstanceUID: `2.25.10${slice}` },
      level: (x, y) => levelAt(x - SIDE / 2, y - SIDE / 2, depthOf(slice)),
    }),
  );

/** Returns the boxes of the balls that a slice cuts. */
export const ballsIn = (slice: number): Box[] =>
  BALLS.flatMap(({ x, y, z }) => {
    const radius = Math.sqrt(RADIUS ** 2 - (z - depthOf(slice)) ** 2);
    if (!(radius > 4)) return [];
    const place = (centre: number): number => (centre - radius) / SIDE + 0.5;
    return [{ left: place(x), top: place(y), width: (2 * radius) / SIDE, height: (2 * radius) / SIDE }];
  });

const depthOf = (slice: number): number => (slice - (SLICES - 1) / 2) * 16;

function levelAt(x: number, y: number, z: number): number {
  if (Math.hypot(x, y, z) > 88) return 6;
  const ball = BALLS.find((one) => Math.hypot(x - one.x, y - one.y, z - one.z) < RADIUS);
  return ball?.level ?? 56 + Math.round((8 * (x + y)) / SIDE);
}
