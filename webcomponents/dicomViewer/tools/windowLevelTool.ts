import { msg } from '@lit/localize';
import type { ToolContext, ViewerTool } from './tool.ts';
import { icons } from './icons.ts';

/** Dragging right widens the window, dragging down raises its centre: a whole window over 256 CSS pixels. */
export const windowLevel: ViewerTool = {
  name: 'window',
  label: () => msg('Window and level', { id: 'tool-window' }),
  icon: icons.window,
  cursor: 'crosshair',
  move: (context, { dx, dy }) => shiftWindow(context, dx / 256, dy / 256),
};

/** Changes width and centre by parts of the image's own window. */
export function shiftWindow({ viewport }: ToolContext, widthBy: number, centerBy: number): void {
  const { image, frame } = viewport;
  if (!image) return;
  const natural = image.defaultVoi(frame);
  const { center, width } = viewport.pick ? image.voiOf(frame, viewport.pick) : natural;
  viewport.voi = {
    width: Math.max(1, width + widthBy * natural.width),
    center: center + centerBy * natural.width,
  };
}
