import type { LevelFunction } from '../pixels/greyTransforms.ts';
import type { WindowFunction } from './displayFrame.ts';

/**
 * Returns the VOI function of PS3.3 C.11.2.1.2 and C.11.2.1.3.
 *
 * LINEAR tests its clamps first, so that width 1 is a threshold. The caller replaces widths that the function does not allow:
 * below 1 for LINEAR, 0 or less for the others.
 */
export function windowFunction(kind: WindowFunction, center: number, width: number): LevelFunction {
  if (kind === 'LINEAR_EXACT')
    return (x) => {
      if (x <= center - width / 2) return 0;
      if (x > center + width / 2) return 255;
      return ((x - center) / width + 0.5) * 255;
    };
  if (kind === 'SIGMOID') return (x) => 255 / (1 + Math.exp((-4 * (x - center)) / width));
  const low = center - 0.5 - (width - 1) / 2;
  const high = center - 0.5 + (width - 1) / 2;
  return (x) => {
    if (x <= low) return 0;
    if (x > high) return 255;
    return ((x - (center - 0.5)) / (width - 1) + 0.5) * 255;
  };
}
