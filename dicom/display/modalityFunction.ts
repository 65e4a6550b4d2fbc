import type { LookupTable } from '../header/lut.ts';
import type { LevelFunction } from '../pixels/greyTransforms.ts';
import type { FrameTransforms } from './transforms.ts';

/** Returns the function from stored to modality values: the modality LUT, or slope and intercept (PS3.3 C.11.1.1). */
export function modalityFunction({ modality }: Pick<FrameTransforms, 'modality'>): LevelFunction {
  if (modality.kind === 'lut') return lookUp(modality.lut);
  const { slope, intercept } = modality;
  return (value) => value * slope + intercept;
}

/** Returns a LUT as a function. Values outside of the mapped range get the first or last entry (C.11.1.1). */
export function lookUp({ firstMapped, entries }: LookupTable): LevelFunction {
  const last = entries.length - 1;
  return (value) => entries[Math.max(0, Math.min(last, Math.trunc(value) - firstMapped))]!;
}
