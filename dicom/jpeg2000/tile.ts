import { reduced, type Area, type ImageSize } from './imageSize.ts';
import type { Parameters } from './parameters.ts';
import { BandBlocks, bandOf, type Band } from './band.ts';
import { corrupt } from './streamErrors.ts';
import type { CodingStyle } from './parameters.ts';

/** One resolution of a component of a tile (ITU T.800 B.5), with its subbands and its precincts (B.6). */
export interface Resolution {
  area: Area;
  bands: Band[];
  /** log2 of the precincts' sides, in samples of this resolution. */
  precinctWidth: number;
  precinctHeight: number;
  /** The first precinct's position in the grid of all, and the number of precincts. */
  precinctLeft: number;
  precinctTop: number;
  across: number;
  down: number;
}

/** One component of a tile (B.3). */
export interface TileComponent {
  area: Area;
  coding: CodingStyle;
  resolutions: Resolution[];
}

/** Returns the area of a tile on the reference grid (B.3). */
export function tileArea({ image, tile, tilesAcross }: ImageSize, index: number): Area {
  const [width, height] = [tile.x1 - tile.x0, tile.y1 - tile.y0];
  const [column, row] = [index % tilesAcross, Math.floor(index / tilesAcross)];
  return {
    x0: Math.max(tile.x0 + column * width, image.x0),
    y0: Math.max(tile.y0 + row * height, image.y0),
    x1: Math.min(tile.x0 + (column + 1) * width, image.x1),
    y1: Math.min(tile.y0 + (row + 1) * height, image.y1),
  };
}

/** Creates the components of a tile. Throws DicomError `corrupt-codestream`. */
export function tileComponents(area: Area, parameters: Parameters, { components, bits }: ImageSize) {
  return Array.from({ length: components }, (_, component): TileComponent => {
    const coding = parameters.coding(component);
    const quantisation = parameters.quantisation(component);
    const shift = parameters.shift(component);
    const resolutions = Array.from({ length: coding.levels + 1 }, (__, resolution) => {
      const own = reduced(area, coding.levels - resolution);
      const size = coding.precincts[resolution]!;
      const [precinctWidth, precinctHeight] = [size & 15, size >> 4];
      const left = Math.floor(own.x0 / 2 ** precinctWidth);
      const top = Math.floor(own.y0 / 2 ** precinctHeight);
      const isEmpty = own.x1 <= own.x0 || own.y1 <= own.y0;
      return {
        area: own,
        bands: bandsOf(resolution).map((kind) =>
          bandOf(area, kind, resolution, { coding, quantisation, shift, bits }),
        ),
        ...{ precinctWidth, precinctHeight, precinctLeft: left, precinctTop: top },
        across: isEmpty ? 0 : Math.ceil(own.x1 / 2 ** precinctWidth) - left,
        down: isEmpty ? 0 : Math.ceil(own.y1 / 2 ** precinctHeight) - top,
      };
    });
    return { area, coding, resolutions };
  });
}

const bandsOf = (resolution: number): Band['kind'][] => (resolution === 0 ? ['LL'] : ['HL', 'LH', 'HH']);

/** Creates the code-blocks of a precinct, band by band (B.7). */
export function precinctBlocks(
  { coding }: TileComponent,
  resolution: Resolution,
  level: number,
  index: number,
): BandBlocks[] {
  const half = level > 0 ? 1 : 0;
  const [width, height] = [resolution.precinctWidth - half, resolution.precinctHeight - half];
  const column = resolution.precinctLeft + (index % resolution.across);
  const row = resolution.precinctTop + Math.floor(index / resolution.across);
  const blocks = {
    width: 2 ** Math.min(coding.blockWidth, width),
    height: 2 ** Math.min(coding.blockHeight, height),
  };
  return resolution.bands.map((band) => {
    const { area } = band;
    const own = {
      x0: Math.max(area.x0, column * 2 ** width),
      y0: Math.max(area.y0, row * 2 ** height),
      x1: Math.min(area.x1, (column + 1) * 2 ** width),
      y1: Math.min(area.y1, (row + 1) * 2 ** height),
    };
    return new BandBlocks(band, own, blocks);
  });
}

/** @throws DicomError if the tile has more packets than bytes: each packet takes at least one (B.10.3) */
export function requirePackets(components: TileComponent[], layers: number, bytes: number): void {
  const precincts = components
    .flatMap(({ resolutions }) => resolutions)
    .reduce((sum, { across, down }) => sum + across * down, 0);
  if (precincts * layers > bytes)
    throw corrupt(`A tile of the JPEG 2000 stream has ${precincts * layers} packets in ${bytes} bytes.`);
}
