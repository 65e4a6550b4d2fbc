import type { DataSet } from 'dicom-parser';
import { decimal, packedBytes, text, unsigned } from '../header/attributes.ts';
import { formatTag } from '../header/formatTag.ts';
import type { ImageHeader } from '../header/imageHeader.ts';
import { OVERLAY_ELEMENTS } from '../header/tags.ts';
import type { Samples } from '../pixels/samples.ts';
import type { Warning } from '../warning.ts';

/** An overlay plane of one frame (PS3.3 C.9.2). */
export interface Overlay {
  /** 0x6000 to 0x601e, even. */
  group: number;
  /** `graphics` (G) or `roi` (R), C.9.2.1.1. */
  kind: 'graphics' | 'roi';
  rows: number;
  columns: number;
  /** The position of its first pixel in the image, counted from 0; it may be outside of the image. */
  top: number;
  left: number;
  /** 1 for a set pixel, else 0; row by row. */
  bits: Uint8Array;
  /** Overlay Label (60xx,1500): free text that may identify a patient. Do not store it. */
  label: string | undefined;
}

/** Returns the tag of an element in an overlay's group. */
type OverlayTag = (keyword: keyof typeof OVERLAY_ELEMENTS) => string;

/** The largest overlay, as a multiple of the image's pixels. */
const MOST_TIMES = 16;

/** Groups 6000 to 601E (PS3.5 7.6). */
const GROUPS = Array.from({ length: 16 }, (_, index) => 0x6000 + 2 * index);

/**
 * Reads the overlay planes of a frame from Overlay Data (60xx,3000), or from the high bits of the pixels, which is retired but
 * still occurs.
 *
 * @param frame counted from 0
 * @param embedded returns one bit of each pixel of the frame
 */
export async function readOverlays(
  dataSet: DataSet,
  header: ImageHeader,
  frame: number,
  warnings: Warning[],
  embedded: (bitPosition: number) => Promise<Samples>,
): Promise<Overlay[]> {
  const overlays: Overlay[] = [];
  for (const group of GROUPS) {
    const tag: OverlayTag = (keyword) => `x${((group << 16) | OVERLAY_ELEMENTS[keyword]).toString(16)}`;
    const rows = unsigned(dataSet, tag('OverlayRows')) ?? 0;
    const columns = unsigned(dataSet, tag('OverlayColumns')) ?? 0;
    const data = packedBytes(dataSet, tag('OverlayData'));
    const position = unsigned(dataSet, tag('OverlayBitPosition')) ?? 0;
    const plane = planeOf(dataSet, tag, frame);
    if (rows === 0 || columns === 0 || plane === undefined) continue;
    const about = {
      group,
      kind: text(dataSet, tag('OverlayType')) === 'R' ? ('roi' as const) : ('graphics' as const),
      rows,
      columns,
      top: (signedShort(dataSet, tag('OverlayOrigin'), 0) ?? 1) - 1,
      left: (signedShort(dataSet, tag('OverlayOrigin'), 1) ?? 1) - 1,
      label: text(dataSet, tag('OverlayLabel')),
    };
    if (data !== undefined) {
      const first = plane * rows * columns;
      const sane = rows * columns <= MOST_TIMES * header.rows * header.columns;
      if (sane && first + rows * columns <= data.length * 8) {
        overlays.push({ ...about, bits: unpackBits(data, first, rows * columns) });
      } else warnings.push(damaged(tag('OverlayData')));
    } else if (position > 0 && position < header.bitsAllocated) {
      const samples = await embedded(position);
      if (samples.length === rows * columns) overlays.push({ ...about, bits: Uint8Array.from(samples) });
      else warnings.push(damaged(tag('OverlayBitPosition')));
    }
  }
  return overlays;
}

/**
 * Returns the overlay's plane for a frame. Number of Frames in Overlay (60xx,0015) planes apply from Image Frame Origin
 * (60xx,0051) on; an overlay without both applies to every frame (C.9.2).
 */
function planeOf(dataSet: DataSet, tag: OverlayTag, frame: number): number | undefined {
  const count = decimal(dataSet, tag('NumberOfFramesInOverlay'));
  const origin = unsigned(dataSet, tag('ImageFrameOrigin'));
  if (count === undefined && origin === undefined) return 0;
  const plane = frame - ((origin ?? 1) - 1);
  return plane >= 0 && plane < (count ?? 1) ? plane : undefined;
}

function signedShort(dataSet: DataSet, tag: string, index: number): number | undefined {
  const element = dataSet.elements[tag];
  return element === undefined || element.length < 2 * (index + 1) ? undefined : dataSet.int16(tag, index);
}

/** Unpacks bits from the lowest one of each byte up; rows and planes follow without a gap (PS3.5 8.1.2). */
function unpackBits(bytes: Uint8Array, first: number, count: number): Uint8Array {
  const bits = new Uint8Array(count);
  for (let index = 0; index < count; index++) {
    const bit = first + index;
    const at = bit >> 3;
    bits[index] = (bytes[at]! >> (bit & 7)) & 1;
  }
  return bits;
}

const damaged = (tag: string): Warning => ({
  code: 'overlay-damaged',
  message: 'An overlay has fewer bits than its rows and columns need; it was omitted.',
  tag: formatTag(tag),
});
