import { MARKER, type Segment } from '../codestream/segments.ts';
import type { FrameHeader } from './frameHeader.ts';

/** The properties of the components that application segments give. */
export interface ColourMarkers {
  jfif: boolean;
  /** The transform of an Adobe APP14 segment: 0 none, 1 YCbCr, 2 YCCK. */
  adobe: number | undefined;
}

const startsWith = (bytes: Uint8Array, at: number, text: string): boolean =>
  String.fromCharCode(...bytes.subarray(at, at + text.length)) === text;

/** Reads a JFIF (ITU T.871 10.1) or Adobe segment. */
export function readColourMarkers(bytes: Uint8Array, segment: Segment, markers: ColourMarkers): void {
  const { marker, body, end } = segment;
  if (marker === MARKER.APP0 && end - body >= 5 && startsWith(bytes, body, 'JFIF\0')) markers.jfif = true;
  if (marker === MARKER.APP14 && end - body >= 12 && startsWith(bytes, body, 'Adobe'))
    markers.adobe = bytes[body + 11];
}

/**
 * Decides whether three components are YCbCr: by a JFIF segment, an Adobe segment, identifiers that spell RGB, and last the
 * caller's option.
 */
export function isYcbcr(
  frame: FrameHeader,
  { jfif, adobe }: ColourMarkers,
  unmarked: 'ycbcr' | 'rgb',
): boolean {
  if (frame.components.length !== 3) return false;
  if (jfif) return true;
  if (adobe !== undefined) return adobe !== 0;
  if (String.fromCharCode(...frame.components.map(({ id }) => id)) === 'RGB') return false;
  return unmarked === 'ycbcr';
}
