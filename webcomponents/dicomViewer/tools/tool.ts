import type { SVGTemplateResult, nothing } from 'lit';
import type { Measurements } from '../measuring/measurement.ts';
import type { Point } from '../affine.ts';
import type { Viewport } from '../viewport/viewport.ts';

/** The switches for optional content over the image. */
export interface Switches {
  boxes: boolean;
  /** Overlay planes of the file (60xx). */
  overlays: boolean;
  /** Text in the corners. */
  corners: boolean;
  /** Detected text, which is masked by default. */
  revealed: boolean;
  help: boolean;
  /** The panel with number fields and buttons as alternatives to dragging. */
  adjust: boolean;
}

/** The position in the stack of images, with functions to move to another one. */
export interface StackPosition {
  /** Shows the image or frame at an index of the stack, limited to its range. */
  goTo(index: number): void;
  /** The index in the stack, and the number of images. */
  readonly index: number;
  readonly count: number;
  /** Shows the stack `by` positions after this one; negative numbers go back. */
  goToSeries(by: number): void;
}

/** The functions and state of the viewer that a tool can use. */
export interface ToolContext extends StackPosition {
  readonly viewport: Viewport;
  readonly switches: Switches;
  readonly measurements: Measurements;
  /** Identifies the current image and frame, for example to assign measurements to it. */
  readonly place: string;
  /** The position of the cross-hairs, in pixels of the image. */
  cursor: Point | undefined;
  /** Renders the element again after a change. */
  requestUpdate(): void;
  /** Announces text to screen readers. */
  say(text: string): void;
  /** Activates another tool; without a name, the first one. */
  choose(name?: string): void;
  /** True while a cine is playing. */
  playing: boolean;
  /** Enters or leaves full screen. */
  toggleFullScreen(): void;
}

/** The state of a pointer on the stage, in CSS pixels of the viewport's box. */
export interface ToolPointer {
  at: Point;
  /** The same position in pixels of the image. */
  image: Point;
  /** The movement since the last event. */
  dx: number;
  dy: number;
  /** The position where the pointer went down. */
  start: Point;
  /** True if the pointer moved too far for a click. */
  moved: boolean;
}

/**
 * A tool of the viewer: a button of the toolbar, with keys. It either acts at once (`run`), or is activated and then
 * receives pointer events (`down`, `move`, `up`; without a button, `hover`) and keys (`key`). Pages add their own tools with
 * `DicomViewer.addTool`.
 */
export interface ViewerTool {
  readonly name: string;
  /** Returns the translated name. */
  readonly label: () => string;
  /** An icon on a 24 by 24 grid, drawn with strokes in the colour of the text. */
  readonly icon: SVGTemplateResult;
  /** `KeyboardEvent.key` values; letters match in either case. */
  readonly keys?: readonly string[];
  /** The CSS cursor while the tool is active. */
  readonly cursor?: string;
  readonly run?: (context: ToolContext) => void;
  /** For switches: returns true if the switch is on. */
  readonly pressed?: (context: ToolContext) => boolean;
  /** Returns true if the tool can be used; tools without this function always can. */
  readonly enabled?: (context: ToolContext) => boolean;
  readonly down?: (context: ToolContext, pointer: ToolPointer) => void;
  readonly move?: (context: ToolContext, pointer: ToolPointer) => void;
  readonly up?: (context: ToolContext, pointer: ToolPointer) => void;
  /** Called when the pointer moves over the image without a button. */
  readonly hover?: (context: ToolContext, pointer: ToolPointer) => void;
  /** Cancels the action in progress, after a second finger or Esc. */
  readonly cancel?: (context: ToolContext) => void;
  /** Handles a key while this tool is active; returns true if the key has a function. */
  readonly key?: (context: ToolContext, event: KeyboardEvent) => boolean;
  /** Renders graphics over the image, in CSS pixels, whether the tool is active or not. */
  readonly draw?: (context: ToolContext) => SVGTemplateResult | typeof nothing;
}

/** Returns true if a tool is activated to receive pointer events, rather than acting at once. */
export const isPointerTool = ({ down, move, hover }: ViewerTool): boolean =>
  down !== undefined || move !== undefined || hover !== undefined;
