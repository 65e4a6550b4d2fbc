import { svg, type SVGTemplateResult } from 'lit';
import { classMap } from 'lit/directives/class-map.js';
import { repeat } from 'lit/directives/repeat.js';
import type { Detection } from './detections.ts';
import { HUES } from './renderResultsTable.ts';
import { TAG_HEIGHT, placeTags, type TaggedBox } from './placeTags.ts';
import { transformPoint, type Affine, type Point } from '../affine.ts';

interface OverlayOptions {
  /** Pixels of the image to CSS pixels of the stage. */
  transform: Affine;
  width: number;
  height: number;
  /** In the order in which the tables have them: each has its own colour. */
  analyzers: readonly string[];
  highlighted: string | undefined;
  highlight: (key: string | undefined) => void;
}

/** The boxes over the image: they turn with it, their labels stay upright, their strokes keep their width. */
export function renderDetections(
  detections: readonly Detection[],
  options: OverlayOptions,
): SVGTemplateResult {
  const shapes = detections.map((detection) => createShape(detection, options));
  const tags = placeTags(shapes);
  return svg`${repeat(
    shapes,
    ({ detection }) => detection.key,
    (shape, index) => renderShape(shape, tags[index]!, options),
  )}`;
}

interface Shape extends TaggedBox {
  detection: Detection;
  points: string;
  text: string;
}

function createShape(detection: Detection, { transform, width, height }: OverlayOptions): Shape {
  const corners = getBoxCorners(detection, width, height).map((corner) => transformPoint(transform, corner));
  const [xs, ys] = [corners.map(({ x }) => x), corners.map(({ y }) => y)];
  const text = getCaption(detection);
  return {
    detection,
    points: corners.map(({ x, y }) => `${x.toFixed(2)},${y.toFixed(2)}`).join(' '),
    extent: {
      left: Math.min(...xs),
      top: Math.min(...ys),
      right: Math.max(...xs),
      bottom: Math.max(...ys),
    },
    text,
    width: text === '' ? 0 : measureTextWidth(text) + 12,
  };
}

function renderShape(
  { detection, points, text, width }: Shape,
  tag: Point,
  { highlighted, highlight, analyzers }: OverlayOptions,
) {
  const hue = `hue-${Math.max(0, analyzers.indexOf(detection.analyzer)) % HUES}`;
  return svg`<g class=${classMap({ detection: true, [detection.kind]: true, highlighted: highlighted === detection.key, [hue]: true })}
      data-key=${detection.key}
      @pointerenter=${() => highlight(detection.key)} @pointerleave=${() => highlight(undefined)}>
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
export function getBoxCorners({ box }: Pick<Detection, 'box'>, width: number, height: number): Point[] {
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
const getCaption = ({ kind, name, confidence }: Detection): string =>
  kind === 'label' && name !== undefined ? `${name} ${Math.round(confidence)} %` : '';

let measure: CanvasRenderingContext2D | undefined;

/** In CSS pixels, in the overlay's font. */
function measureTextWidth(text: string): number {
  measure ??= document.createElement('canvas').getContext('2d')!;
  measure.font = '600 12px system-ui, sans-serif';
  return measure.measureText(text).width;
}
