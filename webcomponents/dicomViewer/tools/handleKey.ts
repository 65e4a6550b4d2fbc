import { isPointerTool, type StackPosition, type ToolContext, type ViewerTool } from './tool.ts';
import { shiftWindow } from './windowLevelTool.ts';
import { handleWindowKey } from './windowChoices.ts';

const ARROWS: Record<string, readonly [number, number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};
const PAN_STEP = 24;
const WINDOW_STEP = 1 / 32;
const SERIES: Record<string, number> = { PageUp: -1, PageDown: 1 };

/** Handles a key that is pressed while the stage has the focus (WCAG 2.1.4). Returns true if the key has a function. */
export function handleKey(
  event: KeyboardEvent,
  context: ToolContext,
  { tools, active }: { tools: readonly ViewerTool[]; active: ViewerTool },
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
  if (event.metaKey || event.altKey) return false;
  if (active.key?.(context, event)) return true;
  if (event.ctrlKey) return false;
  if (event.key === 'Escape') return handleEscape(context, active, tools);
  return handleStackKey(event, context) || handleToolKey(event.key.toLowerCase(), context, tools);
}

/** Handles the keys for other images and series. Returns true if the key is one of them. */
export function handleStackKey(event: KeyboardEvent, position: StackPosition): boolean {
  if (event.ctrlKey || event.altKey || event.metaKey) return false;
  const arrow = event.shiftKey ? undefined : ARROWS[event.key];
  const next = arrow ? position.index + arrow[0] + arrow[1] : { Home: 0, End: position.count - 1 }[event.key];
  if (next !== undefined && position.count > 1) {
    position.goTo(next);
    return true;
  }
  if (!(event.key in SERIES)) return false;
  position.goToSeries(SERIES[event.key]!);
  return true;
}

function handleToolKey(key: string, context: ToolContext, tools: readonly ViewerTool[]): boolean {
  const tool = tools.find(({ keys }) => keys?.includes(key));
  if (!tool) return handleWindowKey(context, key);
  if (isPointerTool(tool)) context.choose(tool.name);
  else tool.run?.(context);
  return true;
}

/** Closes a panel or cancels an action. Returns false if there is nothing to cancel, so that the page can use Esc. */
function handleEscape(context: ToolContext, active: ViewerTool, tools: readonly ViewerTool[]): boolean {
  if (context.switches.help) context.switches.help = false;
  else if (context.switches.adjust) context.switches.adjust = false;
  else if (context.measurements.draft) active.cancel?.(context);
  else if (context.playing) context.playing = false;
  else if (active.name !== tools[0]?.name) context.choose();
  else return false;
  context.cursor = undefined;
  context.requestUpdate();
  return true;
}
