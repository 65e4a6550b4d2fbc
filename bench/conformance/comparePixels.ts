import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { StoredFrame } from '../../dicom/index.ts';
import type { Reference } from './references.ts';

export type PixelVerdict = 'exact' | 'tolerance' | 'wrong';

/** The typed arrays of NumPy's sample types. Machines that run this are little-endian. */
const ARRAYS = {
  '|u1': Uint8Array,
  '|i1': Int8Array,
  '<u2': Uint16Array,
  '<i2': Int16Array,
  '<u4': Uint32Array,
  '<i4': Int32Array,
  '<f4': Float32Array,
  '<f8': Float64Array,
};

type Samples = StoredFrame['pixels'];

/** The tolerance of the mean for references without samples, as a part of the tolerance of a sample. */
const MEAN_PART = 0.25;

/** Compares stored pixels with a reference: by hash, otherwise by samples, otherwise by minimum, maximum and mean. */
export async function comparePixels(
  frame: StoredFrame,
  reference: Reference,
  directory: string,
): Promise<{ verdict: PixelVerdict; difference: string }> {
  const [height, width, samples = 1] = reference.shape ?? [];
  if (frame.width !== width || frame.height !== height || frame.samplesPerPixel !== samples) {
    const shape = `${frame.height} x ${frame.width} x ${frame.samplesPerPixel}`;
    return {
      verdict: 'wrong',
      difference: `shape ${shape}, reference ${reference.shape?.join(' x ') ?? 'none'}`,
    };
  }
  const typed = toSampleType(frame.pixels, reference.dtype ?? '');
  if (hash(typed) === reference.sha256) return { verdict: 'exact', difference: '' };
  const tolerance = reference.lossy ? (reference.tolerance ?? 0) : 0;
  if (reference.raw !== null) {
    const bytes = gunzipSync(await readFile(join(directory, reference.raw)));
    const worst = maximumDifference(
      frame.pixels,
      toSampleType(
        bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length),
        reference.dtype ?? '',
      ),
    );
    return { verdict: worst <= tolerance ? 'tolerance' : 'wrong', difference: `differs by up to ${worst}` };
  }
  const found = summary(frame.pixels);
  const isWithin = (one: number, other = NaN, part = 1) => Math.abs(one - other) <= tolerance * part;
  const isNear =
    reference.lossy &&
    isWithin(found.min, reference.min) &&
    isWithin(found.max, reference.max) &&
    isWithin(found.mean, reference.mean, MEAN_PART);
  const difference = `min ${found.min} max ${found.max} mean ${found.mean.toFixed(4)}, reference min ${reference.min} max ${reference.max} mean ${reference.mean}`;
  return { verdict: isNear ? 'tolerance' : 'wrong', difference };
}

function toSampleType(values: Samples | ArrayBuffer, dtype: string): Samples {
  const type = ARRAYS[dtype as keyof typeof ARRAYS] as (typeof ARRAYS)['|u1'] | undefined;
  if (type === undefined) throw new Error(`The reference's sample type ${dtype} is unknown.`);
  if (values instanceof ArrayBuffer) return new type(values);
  return values instanceof type ? values : type.from(values);
}

const hash = (values: Samples): string =>
  createHash('sha256')
    .update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength))
    .digest('hex');

function maximumDifference(one: Samples, other: Samples): number {
  if (one.length !== other.length) return Infinity;
  let worst = 0;
  for (let index = 0; index < one.length; index++)
    worst = Math.max(worst, Math.abs(one[index]! - other[index]!));
  return worst;
}

function summary(values: Samples): { min: number; max: number; mean: number } {
  let [min, max, sum] = [Infinity, -Infinity, 0];
  for (const value of values) {
    min = Math.min(min, value);
    max = Math.max(max, value);
    sum += value;
  }
  return { min, max, mean: sum / values.length };
}
