import type { LookupTable } from '../header/lut.ts';
import type { LevelFunction } from '../pixels/greyTransforms.ts';
import type { FrameTransforms } from './transforms.ts';

/** Stored value to modality value: the modality LUT, or slope and intercept (PS3.3 C.11.1.1). */
export function modalityFunction({ modality }: Pick<FrameTransforms, 'modality'>): LevelFunction {
  if (modality.kind === 'lut') return lookUp(modality.lut);
  const { slope, intercept } = modality;
  return (value) => value * slope + intercept;
}

/** Inputs below the first value mapped take the first entry, those above the last one the last (C.11.1.1). */
export function lookUp({ firstMapped, entries }: LookupTable): LevelFunction {
  const last = entries.length - 1;
  return (value) => entries[Math.max(0, Math.min(last, Math.trunc(value) - firstMapped))]!;
}
