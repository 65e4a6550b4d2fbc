import { svg, type SVGTemplateResult } from 'lit';
import { classMap } from 'lit/directives/class-map.js';
import { repeat } from 'lit/directives/repeat.js';
import type { Place } from './places.ts';
import { HUES } from './resultsTable.ts';
import { TAG_HEIGHT, tagPlaces, type Tagged } from './tagPlaces.ts';
import { apply, type Affine, type Point } from './viewport/affine.ts';

interface OverlayOptions {
  /** Pixels of the image to CSS pixels of the stage. */
  transform: Affine;
  width: number;
  height: number;
  /** In the order in which the tables have them: each has its own colour. */
  analyzers: readonly string[];
  lit: string | undefined;
  choose: (key: string | undefined) => void;
}

/** The boxes over the image: they turn with it, their labels stay upright, their strokes keep their width. */
export function boxesOverlay(places: readonly Place[], options: OverlayOptions): SVGTemplateResult {
  const shapes = places.map((place) => shapeOf(place, options));
  const tags = tagPlaces(shapes);
  return svg`${repeat(
    shapes,
    ({ place }) => place.key,
    (shape, index) => drawn(shape, tags[index]!, options),
  )}`;
}

interface Shape extends Tagged {
  place: Place;
  points: string;
  text: string;
}

function shapeOf(place: Place, { transform, width, height }: OverlayOptions): Shape {
  const corners = cornersOf(place, width, height).map((corner) => apply(transform, corner));
  const [xs, ys] = [corners.map(({ x }) => x), corners.map(({ y }) => y)];
  const text = caption(place);
  return {
    place,
    points: corners.map(({ x, y }) => `${x.toFixed(2)},${y.toFixed(2)}`).join(' '),
    extent: {
      left: Math.min(...xs),
      top: Math.min(...ys),
      right: Math.max(...xs),
      bottom: Math.max(...ys),
    },
    text,
    width: text === '' ? 0 : textWidth(text) + 12,
  };
}

function drawn(
  { place, points, text, width }: Shape,
  tag: Point,
  { lit, choose, analyzers }: OverlayOptions,
) {
  const hue = `hue-${Math.max(0, analyzers.indexOf(place.analyzer)) % HUES}`;
  return svg`<g class=${classMap({ place: true, [place.kind]: true, lit: lit === place.key, [hue]: true })}
      data-key=${place.key}
      @pointerenter=${() => choose(place.key)} @pointerleave=${() => choose(undefined)}>
    <polygon class="halo" points=${points} />
    <polygon class="line" points=${points} />
    ${
      text === ''
        ? ''
        : svg`<rect class="tag" x=${tag.x} y=${tag.y} width=${width} height=${TAG_HEIGHT} rx="3" />
          <text x=${tag.x + 6} y=${tag.y + 15}>${text}</text>`
    }
  </g>`;
}

/** From 0 to 1 of the frame to its pixels, clockwise from the upper left. */
export function cornersOf({ box }: Pick<Place, 'box'>, width: number, height: number): Point[] {
  const [left, top] = [box.left * width, box.top * height];
  const [right, bottom] = [left + box.width * width, top + box.height * height];
  return [
    { x: left, y: top },
    { x: right, y: top },
    { x: right, y: bottom },
    { x: left, y: bottom },
  ];
}

/** Words of detected text stay off the image until the reader reveals them. */
const caption = ({ kind, name, confidence }: Place): string =>
  kind === 'label' && name !== undefined ? `${name} ${Math.round(confidence)} %` : '';

let measure: CanvasRenderingContext2D | undefined;

/** In CSS pixels, in the overlay's font. */
function textWidth(text: string): number {
  measure ??= document.createElement('canvas').getContext('2d')!;
  measure.font = '600 12px system-ui, sans-serif';
  return measure.measureText(text).width;
}
