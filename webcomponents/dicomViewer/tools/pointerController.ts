import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Point } from '../affine.ts';
import { pan, zoom } from './panAndZoomTools.ts';
import type { StackPosition, ToolContext, ToolPointer, ViewerTool } from './tool.ts';

interface Host extends ReactiveControllerHost {
  readonly toolContext: ToolContext | undefined;
  readonly stackPosition: StackPosition;
  readonly activeTool: ViewerTool;
  readonly stage: HTMLElement | undefined;
}

/** A movement of fewer CSS pixels is a click instead of a drag. */
const CLICK_TOLERANCE = 3;
/** The distance of a three-finger movement to the next image. */
const FINGER_STEP = 18;
/** The distance of a three-finger swipe to the next series. A swipe counts once, until the fingers are lifted. */
const SWIPE_DISTANCE = 60;
const LONG_PRESS_MS = 500;

/**
 * Handles pointer events on the stage. The primary button or one finger uses the active tool. The middle button, Ctrl or
 * two fingers pan. The secondary button, pinching, or Ctrl with the wheel zooms. Three fingers scroll through the stack, or
 * swipe sideways to another series. A long press shows the value under the finger. The wheel scrolls through the stack
 * while the stage has the focus, and otherwise scrolls the page.
 */
export class PointerController implements ReactiveController {
  readonly #host: Host;
  readonly #pointers = new Map<number, Point>();
  #tool: ViewerTool | undefined;
  #start: Point = { x: 0, y: 0 };
  #moved = false;
  #scrolled = 0;
  #swiped = 0;
  #longPress: ReturnType<typeof setTimeout> | undefined;

  constructor(host: Host) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {
    this.#pointers.clear();
  }

  hostDisconnected(): void {
    clearTimeout(this.#longPress);
  }

  readonly down = (event: PointerEvent): void => {
    const { stage, toolContext: context } = this.#host;
    // Panels over the image handle their own clicks.
    if (!stage || !context || (event.target as Element).closest('.help, button')) return;
    stage.setPointerCapture(event.pointerId);
    const at = this.#at(event);
    this.#pointers.set(event.pointerId, at);
    clearTimeout(this.#longPress);
    if (this.#pointers.size > 1) {
      this.#tool?.cancel?.(context);
      this.#tool = undefined;
      return;
    }
    this.#start = at;
    this.#moved = false;
    this.#scrolled = 0;
    this.#swiped = 0;
    this.#tool = this.#toolOf(event);
    this.#tool.down?.(context, this.#pointer(context, at, at));
    if (event.pointerType === 'touch') this.#longPress = setTimeout(() => this.#showValue(at), LONG_PRESS_MS);
  };

  readonly move = (event: PointerEvent): void => {
    const context = this.#host.toolContext;
    if (!context) return;
    const before = this.#pointers.get(event.pointerId);
    const now = this.#at(event);
    if (!before) {
      this.#host.activeTool.hover?.(context, this.#pointer(context, now, now));
      return;
    }
    if (!this.#moved && Math.hypot(now.x - this.#start.x, now.y - this.#start.y) < CLICK_TOLERANCE) return;
    this.#moved = true;
    clearTimeout(this.#longPress);
    if (this.#pointers.size === 2) this.#pinch(context, event.pointerId, before, now);
    else if (this.#pointers.size > 2) this.#scroll(context, now.x - before.x, now.y - before.y);
    else this.#tool?.move?.(context, this.#pointer(context, now, before));
    this.#pointers.set(event.pointerId, now);
  };

  readonly up = (event: PointerEvent): void => {
    const context = this.#host.toolContext;
    clearTimeout(this.#longPress);
    const last = this.#pointers.get(event.pointerId);
    this.#pointers.delete(event.pointerId);
    if (!context || !last || !this.#tool) return;
    const tool = this.#tool;
    this.#tool = undefined;
    if (event.type === 'pointercancel') tool.cancel?.(context);
    else tool.up?.(context, this.#pointer(context, this.#at(event), last));
  };

  /** Hides the value under the pointer when the pointer leaves the image. */
  readonly leave = (): void => {
    const context = this.#host.toolContext;
    if (!context?.cursor || this.#pointers.size > 0) return;
    context.cursor = undefined;
    context.requestUpdate();
  };

  readonly wheel = (event: WheelEvent): void => {
    const { toolContext: context, stackPosition: position, stage } = this.#host;
    if ((event.target as Element).closest('.help, button')) return;
    const handled = event.ctrlKey ? context !== undefined : position.count > 1 && stage?.matches(':focus');
    if (!handled) return;
    event.preventDefault();
    if (event.ctrlKey) context?.viewport.zoom(Math.exp(-event.deltaY / 200), this.#at(event));
    else if (event.deltaY !== 0) position.goTo(position.index + Math.sign(event.deltaY));
  };

  #pinch({ viewport }: ToolContext, id: number, before: Point, now: Point): void {
    const other = [...this.#pointers].find(([key]) => key !== id)?.[1];
    if (!other) return;
    const distance = (point: Point): number => Math.hypot(point.x - other.x, point.y - other.y);
    viewport.pan((now.x - before.x) / 2, (now.y - before.y) / 2);
    const middle = { x: (now.x + other.x) / 2, y: (now.y + other.y) / 2 };
    if (distance(before) > 0) viewport.zoom(distance(now) / distance(before), middle);
  }

  /** Scrolls with three fingers. Each finger reports its own movement, so a third of it counts. */
  #scroll(context: ToolContext, dx: number, dy: number): void {
    const before = this.#swiped;
    this.#swiped += dx / this.#pointers.size;
    if (Math.abs(this.#swiped) >= SWIPE_DISTANCE) {
      // A swipe to the left shows the next series, like turning a page.
      if (Math.abs(before) < SWIPE_DISTANCE) context.goToSeries(this.#swiped < 0 ? 1 : -1);
      return;
    }
    this.#scrolled += dy / this.#pointers.size;
    const steps = Math.trunc(this.#scrolled / FINGER_STEP);
    if (steps === 0) return;
    this.#scrolled -= steps * FINGER_STEP;
    context.goTo(context.index + steps);
  }

  #showValue(at: Point): void {
    const context = this.#host.toolContext;
    if (!context) return;
    this.#tool?.cancel?.(context);
    this.#tool = undefined;
    context.cursor = context.viewport.toImage(at);
    context.requestUpdate();
  }

  #toolOf({ button, ctrlKey, pointerType }: PointerEvent): ViewerTool {
    if (pointerType === 'touch') return this.#host.activeTool;
    if (button === 1 || (button === 0 && ctrlKey)) return pan;
    if (button === 2) return zoom;
    return this.#host.activeTool;
  }

  #pointer({ viewport }: ToolContext, at: Point, before: Point): ToolPointer {
    return {
      at,
      image: viewport.toImage(at),
      dx: at.x - before.x,
      dy: at.y - before.y,
      start: this.#start,
      moved: this.#moved,
    };
  }

  #at(event: MouseEvent): Point {
    const { left, top } = this.#host.stage!.getBoundingClientRect();
    return { x: event.clientX - left, y: event.clientY - top };
  }
}
