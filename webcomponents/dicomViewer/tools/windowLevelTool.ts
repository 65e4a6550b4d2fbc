import { msg } from '@lit/localize';
import type { ToolContext, ViewerTool } from './tool.ts';
import { icons } from './icons.ts';

/** Widens the window when dragged right, and raises its centre when dragged down, by a whole window over 256 CSS pixels. */
export const windowLevel: ViewerTool = {
  name: 'window',
  label: () => msg('Window and level', { id: 'tool-window' }),
  icon: icons.window,
  cursor: 'crosshair',
  move: (context, { dx, dy }) => shiftWindow(context, dx / 256, dy / 256),
};

/** Changes width and centre by fractions of the image's default window. */
export function shiftWindow({ viewport }: ToolContext, widthBy: number, centerBy: number): void {
  const { image, frame } = viewport;
  if (!image) return;
  const defaultWindow = image.defaultVoi(frame);
  const { center, width } = viewport.pick ? image.voiOf(frame, viewport.pick) : defaultWindow;
  viewport.voi = {
    width: Math.max(1, width + widthBy * defaultWindow.width),
    center: center + centerBy * defaultWindow.width,
  };
}
