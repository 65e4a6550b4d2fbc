import type { ToolContext, ViewerTool } from './tool.ts';
import { shiftWindow } from './windowLevel.ts';

const ARROWS: Record<string, readonly [number, number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};
const PAN_STEP = 24;
const WINDOW_STEP = 1 / 32;

/** Acts on a key pressed while the viewport has the focus; true when it meant something (WCAG 2.1.4). */
export function keyboardTool(
  event: KeyboardEvent,
  context: ToolContext,
  tools: readonly ViewerTool[],
): boolean {
  const arrow = ARROWS[event.key];
  if (arrow && event.shiftKey) {
    shiftWindow(context, arrow[0] * WINDOW_STEP, arrow[1] * WINDOW_STEP);
    return true;
  }
  if (arrow && event.altKey) {
    context.viewport.pan(arrow[0] * PAN_STEP, arrow[1] * PAN_STEP);
    return true;
  }
  if (event.ctrlKey || event.metaKey || event.altKey) return false;
  const { frame, image } = context.viewport;
  const last = (image?.frames ?? 1) - 1;
  const next = arrow ? frame + arrow[0] + arrow[1] : { Home: 0, End: last }[event.key];
  if (next !== undefined && last > 0) {
    context.goTo(next);
    return true;
  }
  const tool = tools.find(({ keys }) => keys?.includes(event.key.toLowerCase()));
  tool?.run?.(context);
  return tool?.run !== undefined;
}
