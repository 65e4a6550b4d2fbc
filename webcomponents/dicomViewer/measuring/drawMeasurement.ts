import { svg, type SVGTemplateResult } from 'lit';
import { transformPoint, type Affine, type Point } from '../affine.ts';
import type { Measurement } from './measurement.ts';

/** Draws a measurement over the image, with white strokes on black (WCAG 1.4.11) of constant width and upright text. */
export function drawMeasurement(
  { kind, points }: Measurement,
  lines: readonly string[],
  transform: Affine,
): SVGTemplateResult {
  const shown = points.map((point) => transformPoint(transform, point));
  const path =
    kind === 'ellipse'
      ? ellipse(points, transform)
      : kind === 'rectangle'
        ? rectangle(points, transform)
        : createPath(shown);
  const right = shown.reduce((best, one) => (one.x > best.x ? one : best), shown[0]!);
  return svg`<g class="measurement" data-kind=${kind}>
    <path class="halo" d=${path} /><path class="line" d=${path} />
    ${shown.map(({ x, y }) => (kind === 'probe' ? cross(x, y) : svg`<circle cx=${x} cy=${y} r="3.500" />`))}
    <text x=${right.x + 9} y=${right.y + 4}>
      ${lines.map((line, index) => svg`<tspan x=${right.x + 9} dy=${index === 0 ? 0 : 15}>${line}</tspan>`)}
    </text>
  </g>`;
}

/** Draws the cross-hairs at the position of the keyboard cursor. */
export function drawCursor(at: Point, transform: Affine): SVGTemplateResult {
  const { x, y } = transformPoint(transform, at);
  const path = `M${x - 12},${y}h8M${x + 4},${y}h8M${x},${y - 12}v8M${x},${y + 4}v8`;
  return svg`<g class="measurement cursor"><path class="halo" d=${path} /><path class="line" d=${path} /></g>`;
}

const cross = (x: number, y: number): SVGTemplateResult => {
  const path = `M${x - 6},${y}h12M${x},${y - 6}v12`;
  return svg`<path class="halo" d=${path} /><path class="line" d=${path} />`;
};

const createPath = (points: readonly Point[]): string =>
  points.map(({ x, y }, index) => `${index === 0 ? 'M' : 'L'}${x.toFixed(2)},${y.toFixed(2)}`).join('');

function rectangle([a, b]: readonly Point[], transform: Affine): string {
  if (!a || !b) return '';
  const corners = [a, { x: b.x, y: a.y }, b, { x: a.x, y: b.y }];
  return `${createPath(corners.map((corner) => transformPoint(transform, corner)))}Z`;
}

/** Returns a transformed ellipse as a polygon that is fine enough to look round. */
function ellipse([a, b]: readonly Point[], transform: Affine): string {
  if (!a || !b) return '';
  const [cx, cy, rx, ry] = [(a.x + b.x) / 2, (a.y + b.y) / 2, (b.x - a.x) / 2, (b.y - a.y) / 2];
  const around = Array.from({ length: 72 }, (_, step): Point => {
    const turn = (step / 36) * Math.PI;
    return transformPoint(transform, { x: cx + rx * Math.cos(turn), y: cy + ry * Math.sin(turn) });
  });
  return `${createPath(around)}Z`;
}
