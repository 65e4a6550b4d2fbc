import type { Progression } from './parameters.ts';
import type { TileComponent } from './tile.ts';

/** The place of a precinct in the packet order, and the number of layers that were read. */
export interface Precinct {
  component: number;
  resolution: number;
  index: number;
  /** Its first sample on the reference grid, clamped to the tile's (ITU T.800 B.12.1.3). */
  x: number;
  y: number;
  layers: number;
}

/** All precincts of a tile, by component, resolution and index. */
export function precinctsOf(components: TileComponent[]): Precinct[] {
  return components.flatMap(({ area, coding, resolutions }, component) =>
    resolutions.flatMap((own, resolution) => {
      const scale = 2 ** (coding.levels - resolution);
      const place = (first: number, count: number, size: number, start: number) =>
        Array.from({ length: count }, (_, index) => Math.max(start, (first + index) * 2 ** size * scale));
      const columns = place(own.precinctLeft, own.across, own.precinctWidth, area.x0);
      const rows = place(own.precinctTop, own.down, own.precinctHeight, area.y0);
      return rows.flatMap((y, row) =>
        columns.map((x, column) => ({
          ...{ component, resolution, index: row * own.across + column, x, y, layers: 0 },
        })),
      );
    }),
  );
}

type Key = Exclude<keyof Precinct, 'layers'>;

/** The sort keys of the progression orders (table A.16, B.12.1). The first two orders also iterate over the layers. */
const ORDERS: readonly (readonly Key[])[] = [
  ['resolution', 'component', 'index'],
  ['resolution', 'component', 'index'],
  ['resolution', 'y', 'x', 'component', 'index'],
  ['y', 'x', 'component', 'resolution', 'index'],
  ['component', 'y', 'x', 'resolution', 'index'],
];

/**
 * Yields the precincts of a progression in packet order, once for each packet. The caller counts the layers of each precinct:
 * a packet of an earlier progression does not repeat (A.6.6).
 */
export function* packetsInOrder(
  all: readonly Precinct[],
  { order, firstResolution, endResolution, firstComponent, endComponent, endLayer }: Progression,
): Generator<Precinct> {
  const keys = ORDERS[order]!;
  const precincts = all
    .filter(
      ({ resolution, component }) =>
        resolution >= firstResolution &&
        resolution < endResolution &&
        component >= firstComponent &&
        component < endComponent,
    )
    .sort((one, other) => {
      for (const key of keys) if (one[key] !== other[key]) return one[key] - other[key];
      return 0;
    });
  // The first two orders iterate over layers outside of all precincts, or outside of those of a resolution.
  const groups =
    order === 0 ? [precincts] : order === 1 ? byResolution(precincts) : precincts.map((one) => [one]);
  for (const group of groups)
    for (let layer = 0; layer < endLayer; layer++)
      for (const precinct of group) if (precinct.layers === layer) yield precinct;
}

function byResolution(precincts: Precinct[]): Precinct[][] {
  const groups = new Map<number, Precinct[]>();
  for (const precinct of precincts) {
    const group = groups.get(precinct.resolution);
    if (group) group.push(precinct);
    else groups.set(precinct.resolution, [precinct]);
  }
  return [...groups.values()];
}
