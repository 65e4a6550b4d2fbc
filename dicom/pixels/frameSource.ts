import { DicomError } from '../dicomError.ts';
import type { ElementPlace } from '../header/scanHeader.ts';
import type { ImageHeader } from '../header/imageHeader.ts';
import type { RangeReader } from '../rangeReader.ts';
import type { Warning } from '../warning.ts';

/** Bytes of one native frame (PS3.5 8.1.1); 1-bit frames are not aligned to bytes, so this may be a fraction. */
export function nativeFrameBytes(header: ImageHeader): number {
  const samples = header.rows * header.columns;
  // Two pixels share their chrominance: four bytes for two (PS3.3 C.7.6.3.1.2).
  if (header.photometricInterpretation === 'YBR_FULL_422' && header.bitsAllocated === 8) return samples * 2;
  return (samples * header.samplesPerPixel * header.bitsAllocated) / 8;
}

/** The bytes of a native frame, and the bit at which it starts in the first of them. */
export async function readNativeFrame(
  reader: RangeReader,
  place: ElementPlace,
  header: ImageHeader,
  frame: number,
  warnings: Warning[],
): Promise<{ bytes: Uint8Array; bitOffset: number }> {
  const size = nativeFrameBytes(header);
  const available = Math.min(place.length ?? Infinity, reader.size - place.valueOffset);
  const start = Math.floor(frame * size);
  const end = Math.ceil((frame + 1) * size);
  if (end > available)
    throw new DicomError(
      'truncated',
      `The pixel data is short: frame ${frame} lacks ${end - Math.max(start, available)} of its ${end - start} bytes.`,
      {
        tag: '(7fe0,0010)',
        offset: place.valueOffset + Math.max(0, available),
      },
    );
  const surplus = (place.length ?? available) - Math.ceil(header.frames * size);
  if (surplus > 1)
    warnings.push({
      code: 'surplus-pixel-data',
      message: `The pixel data is ${surplus} bytes longer than its frames.`,
      tag: '(7fe0,0010)',
    });
  return {
    bytes: await reader.read(place.valueOffset + start, end - start),
    bitOffset: (frame * size * 8) % 8,
  };
}
