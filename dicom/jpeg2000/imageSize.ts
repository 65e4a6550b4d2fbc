import { corrupt, unsupported } from './streamErrors.ts';

/** An area of the reference grid, or of a component: the first column and row, and those after the last. */
export interface Area {
  x0: number;
  y0: number;
  x1: number;
  y1: number;
}

export const widthOf = ({ x0, x1 }: Area): number => x1 - x0;
export const heightOf = ({ y0, y1 }: Area): number => y1 - y0;

/** Returns an area at a resolution that is halved several times. */
export function reduced({ x0, y0, x1, y1 }: Area, times: number): Area {
  const divisor = 2 ** times;
  const up = (value: number) => Math.ceil(value / divisor);
  return { x0: up(x0), y0: up(y0), x1: up(x1), y1: up(y1) };
}

/** The parameters of the SIZ segment (ITU T.800 A.5.1). All components are alike, and none is subsampled. */
export interface ImageSize {
  image: Area;
  /** The first tile, whose size all tiles have. It may start before the image, and end after it. */
  tile: Area;
  tilesAcross: number;
  tilesDown: number;
  components: number;
  bits: number;
  signed: boolean;
  /** The offset of the first component's Ssiz; those of the others follow at every third byte. */
  depthsAt: number;
}

/** The most bits of a sample: DICOM does not allow more in JPEG 2000 (PS3.5 8.2.4). */
const MOST_BITS = 16;
/** The most tiles: Isot has 16 bits (A.4.2). */
const MOST_TILES = 65_535;

/**
 * Reads the SIZ segment.
 * @param at the offset of its marker
 * @param length the segment's length
 * @throws DicomError `corrupt-codestream`, `unsupported-codestream`
 */
export function readImageSize(view: DataView, at: number, length: number): ImageSize {
  const [x1, y1, x0, y0, tileWidth, tileHeight, tileLeft, tileTop] = Array.from({ length: 8 }, (_, index) =>
    view.getUint32(at + 6 + 4 * index),
  ) as [number, number, number, number, number, number, number, number];
  const components = view.getUint16(at + 38);
  if (x1 <= x0 || y1 <= y0 || components === 0 || length < 38 + 3 * components)
    throw corrupt('The JPEG 2000 stream has no image size.', at);
  const tile = { x0: tileLeft, y0: tileTop, x1: tileLeft + tileWidth, y1: tileTop + tileHeight };
  // The first tile contains the image's first pixel (A.5.1).
  if (tile.x0 > x0 || tile.y0 > y0 || tile.x1 <= x0 || tile.y1 <= y0)
    throw corrupt('The tiles of the JPEG 2000 stream do not cover its image.', at);
  const depth = view.getUint8(at + 40);
  for (let component = 0; component < components; component++) {
    const place = at + 40 + 3 * component;
    // DICOM does not allow subsampled chrominance in JPEG 2000 (PS3.5 8.2.4).
    if (view.getUint16(place + 1) !== 0x0101)
      throw unsupported('JPEG 2000 with subsampled components is not supported.', place);
    if ((view.getUint8(place) & 0x7f) + 1 > MOST_BITS)
      throw unsupported(`JPEG 2000 of more than ${MOST_BITS} bits is not supported.`, place);
    if (view.getUint8(place) !== depth)
      throw unsupported('JPEG 2000 with components of different depths is not supported.', place);
  }
  const tilesAcross = Math.ceil((x1 - tileLeft) / tileWidth);
  const tilesDown = Math.ceil((y1 - tileTop) / tileHeight);
  if (tilesAcross * tilesDown > MOST_TILES)
    throw corrupt(
      `The JPEG 2000 stream has ${tilesAcross * tilesDown} tiles. At most ${MOST_TILES} are possible.`,
      at,
    );
  return {
    ...{ image: { x0, y0, x1, y1 }, tile, tilesAcross, tilesDown, components },
    ...{ bits: (depth & 0x7f) + 1, signed: depth > 0x7f, depthsAt: at + 40 },
  };
}
