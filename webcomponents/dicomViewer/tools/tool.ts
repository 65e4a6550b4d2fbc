import type { SVGTemplateResult, nothing } from 'lit';
import type { Measurements } from '../measuring/measurement.ts';
import type { Point } from '../affine.ts';
import type { Viewport } from '../viewport/viewport.ts';

/** What is shown beside the pixels: the element's own switches. */
export interface Switches {
  boxes: boolean;
  /** Graphics of the file's own (60xx). */
  overlays: boolean;
  /** The words in the corners. */
  corners: boolean;
  /** Detected text in words. */
  revealed: boolean;
  help: boolean;
  /** Number fields and steps for what is done by dragging. */
  adjust: boolean;
}

/** A position in the stack of images, and the ways to another one. */
export interface StackPosition {
  /** Shows another image of the stack, or frame, from 0; past an end, the last one there. */
  goTo(index: number): void;
  /** The place in the stack that is shown, and how many there are. */
  readonly index: number;
  readonly count: number;
  /** Shows the stack that many places before or after this one. */
  goToSeries(by: number): void;
}

/** What a tool may do to the viewer. */
export interface ToolContext extends StackPosition {
  readonly viewport: Viewport;
  readonly switches: Switches;
  readonly measurements: Measurements;
  /** Names the image and frame that is shown: what is measured belongs to it. */
  readonly place: string;
  /** Where the keyboard's or the mouse's cross-hairs are, in pixels of the image. */
  cursor: Point | undefined;
  /** Draws the element again after something was changed. */
  requestUpdate(): void;
  /** Tells screen readers. */
  say(words: string): void;
  /** Makes another tool the chosen one; without a name, the first. */
  choose(name?: string): void;
  /** Cine. */
  playing: boolean;
  /** Shows the viewer on the whole screen, or no longer. */
  toggleFullScreen(): void;
}

/** A pointer on the stage, in CSS pixels of the viewport's box. */
export interface ToolPointer {
  at: Point;
  /** The same place in pixels of the image. */
  image: Point;
  /** Since the last event. */
  dx: number;
  dy: number;
  /** Where it went down. */
  start: Point;
  /** It moved too far for a click. */
  moved: boolean;
}

/**
 * One tool of the viewer: a control of the toolbar, with keys. It either acts at once (`run`), or is chosen and then gets
 * the pointer (`down`, `move`, `up`; without a button, `hover`) and the keys (`key`). A page adds its own by
 * `DicomViewer.addTool`.
 */
export interface ViewerTool {
  readonly name: string;
  /** In words, translated. */
  readonly label: () => string;
  /** On a grid of 24 by 24, drawn with a stroke in the text's colour. */
  readonly icon: SVGTemplateResult;
  /** `KeyboardEvent.key` values; a letter means either case. */
  readonly keys?: readonly string[];
  /** The CSS cursor while the tool is chosen. */
  readonly cursor?: string;
  readonly run?: (context: ToolContext) => void;
  /** For a switch: whether it is on. */
  readonly pressed?: (context: ToolContext) => boolean;
  /** Whether there is something to do; a tool that says nothing always can. */
  readonly enabled?: (context: ToolContext) => boolean;
  readonly down?: (context: ToolContext, pointer: ToolPointer) => void;
  readonly move?: (context: ToolContext, pointer: ToolPointer) => void;
  readonly up?: (context: ToolContext, pointer: ToolPointer) => void;
  /** The pointer moves over the image with no button down. */
  readonly hover?: (context: ToolContext, pointer: ToolPointer) => void;
  /** A second finger came, or Esc: what was begun is given up. */
  readonly cancel?: (context: ToolContext) => void;
  /** A key while this tool is chosen; true when it meant something. */
  readonly key?: (context: ToolContext, event: KeyboardEvent) => boolean;
  /** What the tool has to draw over the image, in CSS pixels, whether it is chosen or not. */
  readonly draw?: (context: ToolContext) => SVGTemplateResult | typeof nothing;
}

/** Whether a tool is chosen, rather than acting at once. */
export const isPointerTool = ({ down, move, hover }: ViewerTool): boolean =>
  down !== undefined || move !== undefined || hover !== undefined;
