import type { Box } from '../../contract/index.ts';
import type { RawBox } from '../adapters/detections.ts';

/** Converts a box in the rendition to a box in the whole upright frame, clipped to the image. */
export function mapBox(box: RawBox, crop: Box): Box {
  const [left, width] = mapSide(box.left, box.width, crop.left, crop.width);
  const [top, height] = mapSide(box.top, box.height, crop.top, crop.height);
  return { left, top, width, height };
}

function mapSide(start: number, length: number, cropStart: number, cropLength: number): [number, number] {
  const from = clamp(start);
  const to = clamp(start + length);
  const mapped = clamp(cropStart + from * cropLength);
  return [mapped, Math.min(Math.max(0, to - from) * cropLength, 1 - mapped)];
}

const clamp = (value: number): number => Math.min(1, Math.max(0, value));
