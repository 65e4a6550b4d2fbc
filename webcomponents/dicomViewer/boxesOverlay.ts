import { svg, type SVGTemplateResult } from 'lit';
import { classMap } from 'lit/directives/class-map.js';
import { repeat } from 'lit/directives/repeat.js';
import type { Place } from './places.ts';
import { apply, type Affine, type Point } from './viewport/affine.ts';

interface OverlayOptions {
  /** Pixels of the image to CSS pixels of the stage. */
  transform: Affine;
  width: number;
  height: number;
  lit: string | undefined;
  choose: (key: string | undefined) => void;
}

/** The boxes over the image: they turn with it, their labels stay upright, their strokes keep their width. */
export const boxesOverlay = (places: readonly Place[], options: OverlayOptions): SVGTemplateResult =>
  svg`${repeat(
    places,
    ({ key }) => key,
    (place) => boxShape(place, options),
  )}`;

function boxShape(place: Place, { transform, width, height, lit, choose }: OverlayOptions) {
  const corners = cornersOf(place, width, height).map((corner) => apply(transform, corner));
  const points = corners.map(({ x, y }) => `${x.toFixed(2)},${y.toFixed(2)}`).join(' ');
  const left = Math.min(...corners.map(({ x }) => x));
  const top = Math.min(...corners.map(({ y }) => y));
  const text = caption(place);
  const wide = text === '' ? 0 : textWidth(text) + 12;
  const above = top >= 22 ? top - 21 : top;
  return svg`<g class=${classMap({ place: true, [place.kind]: true, lit: lit === place.key })}
      data-key=${place.key}
      @pointerenter=${() => choose(place.key)} @pointerleave=${() => choose(undefined)}>
    <polygon class="halo" points=${points} />
    <polygon class="line" points=${points} />
    ${
      text === ''
        ? ''
        : svg`<rect class="tag" x=${left - 1} y=${above} width=${wide} height="21" rx="3" />
          <text x=${left + 5} y=${above + 15}>${text}</text>`
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
