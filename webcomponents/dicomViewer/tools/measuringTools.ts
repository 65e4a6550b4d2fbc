import { msg, str } from '@lit/localize';
import { nothing, svg } from 'lit';
import { drawCursor, drawMeasurement } from '../measuring/drawMeasurement.ts';
import { measure } from '../measuring/measure.ts';
import { POINTS, type Measurement, type MeasurementKind } from '../measuring/measurement.ts';
import { measurementNames, formatMeasured } from '../measuring/measurementText.ts';
import type { Point } from '../affine.ts';
import { icons } from './icons.ts';
import type { ToolContext, ViewerTool } from './tool.ts';

/** Returns the result of a measurement on the current frame as lines of text. */
export function describeMeasurement({ viewport }: ToolContext, measurement: Measurement): string[] {
  const { image, frame } = viewport;
  if (!image?.loaded(frame)) return [];
  const measured = measure(measurement, image.geometry(frame).calibration, image.sampler(frame));
  return measured ? formatMeasured(measured) : [];
}

/** Within this distance in CSS pixels, an existing point is dragged instead of setting a new one. */
const GRAB_DISTANCE = 9;
const STEPS: Record<string, readonly [number, number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/**
 * Creates a tool that sets points by dragging, clicking, tapping, or moving the cross-hairs with the arrow keys (Ctrl: ten
 * pixels) and Enter. Points can be dragged afterwards. Delete removes the last measurement.
 */
function createMeasuringTool(kind: MeasurementKind, tool: Pick<ViewerTool, 'icon' | 'keys'>): ViewerTool {
  const pointCount = POINTS[kind];
  const begin = (context: ToolContext, at: Point): void => {
    const draft = context.measurements.begin(kind, context.place, at);
    if (pointCount > 1) draft.points.push({ ...at });
  };
  const draftOf = ({ measurements, place }: ToolContext): Measurement | undefined =>
    measurements.draft?.on === place ? measurements.draft : undefined;
  /** Fixes the last point, then starts the next one or finishes the measurement. */
  const fixPoint = (context: ToolContext): void => {
    const { measurements } = context;
    const draft = draftOf(context)!;
    if (draft.points.length < pointCount) draft.points.push({ ...draft.points.at(-1)! });
    else {
      const done = measurements.finish();
      if (done) context.say(`${measurementNames[kind]()}: ${describeMeasurement(context, done).join(', ')}`);
    }
    context.requestUpdate();
  };
  return {
    name: kind,
    label: measurementNames[kind],
    cursor: 'crosshair',
    ...tool,
    down: (context, { at, image }) => {
      context.cursor = undefined;
      const draft = draftOf(context);
      const { measurements } = context;
      measurements.grabbed = draft ? undefined : findPointNear(context, at);
      measurements.first = !draft;
      if (measurements.grabbed) return;
      if (draft) draft.points[draft.points.length - 1] = { ...image };
      else begin(context, image);
      context.requestUpdate();
    },
    move: (context, { image }) => {
      const draft = draftOf(context);
      const { grabbed } = context.measurements;
      if (grabbed) Object.assign(grabbed.point, image);
      else if (draft) Object.assign(draft.points.at(-1)!, image);
      context.requestUpdate();
    },
    up: (context, { moved }) => {
      const { grabbed, first } = context.measurements;
      context.measurements.grabbed = undefined;
      if (grabbed) context.say(describeMeasurement(context, grabbed.measurement).join(', '));
      else if (draftOf(context) && (moved || !first || pointCount === 1)) fixPoint(context);
    },
    hover: (context, { image }) => {
      const draft = draftOf(context);
      if (!draft) return;
      Object.assign(draft.points.at(-1)!, image);
      context.requestUpdate();
    },
    cancel: (context) => {
      context.measurements.grabbed = undefined;
      if (context.measurements.draft) context.measurements.remove(context.measurements.draft.id);
      context.requestUpdate();
    },
    key: (context, event) => {
      const step = STEPS[event.key];
      if (step && !event.shiftKey && !event.altKey) {
        moveCursor(context, step, event.ctrlKey ? 10 : 1);
        const draft = draftOf(context);
        if (draft) Object.assign(draft.points.at(-1)!, context.cursor);
        else if (kind === 'probe') announceValue(context);
        return true;
      }
      if (event.key === 'Enter') {
        context.cursor ??= getVisibleCentre(context);
        if (draftOf(context)) fixPoint(context);
        else {
          begin(context, { ...context.cursor });
          if (pointCount === 1) fixPoint(context);
          else context.say(msg(str`Point 1 of ${pointCount} is set.`, { id: 'measure-point-set' }));
        }
        context.requestUpdate();
        return true;
      }
      return false;
    },
  };
}

export const length = createMeasuringTool('length', { icon: icons.length, keys: ['d'] });
export const angle = createMeasuringTool('angle', { icon: icons.angle, keys: ['a'] });
export const ellipse = createMeasuringTool('ellipse', { icon: icons.ellipse, keys: ['o'] });
export const rectangle = createMeasuringTool('rectangle', { icon: icons.rectangle, keys: ['q'] });

const probePoints = createMeasuringTool('probe', { icon: icons.probe, keys: ['p'] });

/** Measures a value, and also shows the value under the pointer. */
export const probe: ViewerTool = {
  ...probePoints,
  hover: (context, { image }) => {
    context.cursor = image;
    context.requestUpdate();
  },
};

/** Removes the last measurement on this frame. */
export const erase: ViewerTool = {
  name: 'erase',
  label: () => msg('Remove the last measurement', { id: 'tool-erase' }),
  icon: icons.erase,
  keys: ['delete', 'backspace'],
  run: (context) => {
    if (context.measurements.removeLast(context.place))
      context.say(msg('The last measurement was removed.', { id: 'measure-removed' }));
    context.requestUpdate();
  },
  enabled: ({ measurements, place }) => measurements.on(place).length > 0,
  draw: (context) => {
    const { transform } = context.viewport;
    const measurements = context.measurements.on(context.place);
    const { cursor } = context;
    if (measurements.length === 0 && !cursor) return nothing;
    return svg`${measurements.map((measurement) =>
      drawMeasurement(measurement, describeMeasurement(context, measurement), transform),
    )}
      ${cursor ? drawCursor(cursor, transform) : nothing}`;
  },
};

function findPointNear({ viewport, measurements, place }: ToolContext, at: Point) {
  for (const measurement of measurements.on(place).reverse())
    for (const point of measurement.points) {
      const shown = viewport.toScreen(point);
      if (Math.hypot(shown.x - at.x, shown.y - at.y) <= GRAB_DISTANCE) return { point, measurement };
    }
  return undefined;
}

/** Returns the centre of the visible part of the image. */
function getVisibleCentre({ viewport }: ToolContext): Point {
  const { x, y } = viewport.toImage(viewport.centre);
  const { width, height } = viewport.image!;
  return {
    x: Math.floor(Math.min(Math.max(0, x), width - 1)) + 0.5,
    y: Math.floor(Math.min(Math.max(0, y), height - 1)) + 0.5,
  };
}

/** Moves the cursor in directions of the screen, whatever the orientation of the image. */
function moveCursor(context: ToolContext, [dx, dy]: readonly [number, number], pixels: number): void {
  const { viewport } = context;
  const from = context.cursor ?? getVisibleCentre(context);
  const [a, b, c, d] = viewport.transform;
  const upright = Math.abs(a) >= Math.abs(b);
  const right = upright ? { x: Math.sign(a), y: 0 } : { x: 0, y: Math.sign(c) };
  const bottom = upright ? { x: 0, y: Math.sign(d) } : { x: Math.sign(b), y: 0 };
  const { width, height } = viewport.image!;
  context.cursor = {
    x: Math.min(Math.max(0, from.x + pixels * (dx * right.x + dy * bottom.x)), width),
    y: Math.min(Math.max(0, from.y + pixels * (dx * right.y + dy * bottom.y)), height),
  };
  context.requestUpdate();
}

function announceValue(context: ToolContext): void {
  const lines = describeMeasurement(context, {
    id: 0,
    kind: 'probe',
    on: context.place,
    points: [context.cursor!],
  });
  context.say(lines.join(', '));
}
