import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Point } from '../viewport/affine.ts';
import { pan, zoom } from './place.ts';
import type { ToolContext, ViewerTool } from './tool.ts';
import { windowLevel } from './windowLevel.ts';

interface Host extends ReactiveControllerHost {
  readonly toolContext: ToolContext | undefined;
  readonly activeTool: ViewerTool;
  readonly stage: HTMLElement | undefined;
}

/** Below this many CSS pixels a press is a click, not a drag. */
const SLOP = 3;

/**
 * Pointer Events on the stage: the chosen tool by the primary button or one finger, pan by the middle one, with Ctrl or
 * by two fingers, zoom by the secondary one, by pinching or by Ctrl and the wheel. The wheel alone goes through the frames once the stage
 * has the focus; before, it scrolls the page.
 */
export class PointerController implements ReactiveController {
  readonly #host: Host;
  readonly #pointers = new Map<number, Point>();
  #tool: ViewerTool | undefined;
  #start: Point = { x: 0, y: 0 };
  #moved = false;

  constructor(host: Host) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {
    this.#pointers.clear();
  }

  readonly down = (event: PointerEvent): void => {
    const stage = this.#host.stage;
    if (!stage || !this.#host.toolContext) return;
    stage.setPointerCapture(event.pointerId);
    this.#pointers.set(event.pointerId, this.#at(event));
    this.#start = this.#at(event);
    this.#moved = false;
    this.#tool = this.#toolOf(event);
  };

  readonly move = (event: PointerEvent): void => {
    const context = this.#host.toolContext;
    const before = this.#pointers.get(event.pointerId);
    if (!context || !before) return;
    const now = this.#at(event);
    if (!this.#moved && Math.hypot(now.x - this.#start.x, now.y - this.#start.y) < SLOP) return;
    this.#moved = true;
    if (this.#pointers.size === 2) this.#pinch(context, event.pointerId, before, now);
    else
      this.#tool?.drag?.(context, {
        dx: now.x - before.x,
        dy: now.y - before.y,
        start: this.#start,
      });
    this.#pointers.set(event.pointerId, now);
  };

  readonly up = (event: PointerEvent): void => {
    this.#pointers.delete(event.pointerId);
    this.#tool = undefined;
  };

  readonly wheel = (event: WheelEvent): void => {
    const context = this.#host.toolContext;
    if (!context) return;
    const { viewport } = context;
    const scrolls = viewport.image!.frames > 1 && this.#host.stage?.matches(':focus');
    if (!event.ctrlKey && !scrolls) return;
    event.preventDefault();
    if (event.ctrlKey) viewport.zoom(Math.exp(-event.deltaY / 200), this.#at(event));
    else if (event.deltaY !== 0) context.goTo(viewport.frame + Math.sign(event.deltaY));
  };

  #pinch({ viewport }: ToolContext, id: number, before: Point, now: Point): void {
    const other = [...this.#pointers].find(([key]) => key !== id)?.[1];
    if (!other) return;
    const distance = (point: Point): number => Math.hypot(point.x - other.x, point.y - other.y);
    viewport.pan((now.x - before.x) / 2, (now.y - before.y) / 2);
    const middle = { x: (now.x + other.x) / 2, y: (now.y + other.y) / 2 };
    if (distance(before) > 0) viewport.zoom(distance(now) / distance(before), middle);
  }

  #toolOf({ button, ctrlKey, pointerType }: PointerEvent): ViewerTool {
    if (pointerType === 'touch') return this.#host.activeTool;
    if (button === 1 || (button === 0 && ctrlKey)) return pan;
    if (button === 2) return zoom;
    return this.#host.activeTool.drag ? this.#host.activeTool : windowLevel;
  }

  #at(event: MouseEvent): Point {
    const { left, top } = this.#host.stage!.getBoundingClientRect();
    return { x: event.clientX - left, y: event.clientY - top };
  }
}
