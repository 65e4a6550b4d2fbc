import { svg, type SVGTemplateResult } from 'lit';
import { classMap } from 'lit/directives/class-map.js';
import { repeat } from 'lit/directives/repeat.js';
import type { Detection } from './detections.ts';
import { HUES } from './renderResultsTable.ts';
import { TAG_HEIGHT, placeTags, type TaggedBox } from './placeTags.ts';
import { transformPoint, type Affine, type Point } from '../affine.ts';

interface OverlayOptions {
  /** Maps pixels of the image to CSS pixels of the stage. */
  transform: Affine;
  width: number;
  height: number;
  /** The analyzers in the order of the tables, which determines their colours. */
  analyzers: readonly string[];
  highlighted: string | undefined;
  highlight: (key: string | undefined) => void;
}

/** Renders the boxes over the image. They rotate with it, but labels stay upright and strokes keep their width. */
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

/** Returns the corners of a box in pixels of the frame, clockwise from the upper left. */
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

/** Returns the text of the tag. Detected text is not shown on the image. */
const getCaption = ({ kind, name, confidence }: Detection): string =>
  kind === 'label' && name !== undefined ? `${name} ${Math.round(confidence)} %` : '';

let measuringContext: CanvasRenderingContext2D | undefined;

/** Returns the width of a text in CSS pixels, in the overlay's font. */
function measureTextWidth(text: string): number {
  measuringContext ??= document.createElement('canvas').getContext('2d')!;
  measuringContext.font = '600 12px system-ui, sans-serif';
  return measuringContext.measureText(text).width;
}
