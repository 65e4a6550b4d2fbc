import type { SVGTemplateResult } from 'lit';
import type { Point } from '../viewport/affine.ts';
import type { Viewport } from '../viewport/viewport.ts';

/** What a tool may do to the viewer. */
export interface ToolContext {
  readonly viewport: Viewport;
  /** What is shown over the image: the element's own switches. */
  readonly switches: { boxes: boolean };
  /** Shows another frame; past an end, the last one there. */
  goTo(frame: number): void;
  /** Draws the element again after a switch was changed. */
  requestUpdate(): void;
}

/** A movement of the pointer while a button is down, in CSS pixels. */
export interface Drag {
  dx: number;
  dy: number;
  /** Where the drag began, in the viewport's box. */
  start: Point;
}

/**
 * One tool of the viewer: a control of the toolbar, with keys, that either acts at once (`run`) or by dragging (`drag`).
 * A page can add its own to `DicomViewer.tools`.
 */
export interface ViewerTool {
  readonly name: string;
  /** In words, translated. */
  readonly label: () => string;
  readonly icon: SVGTemplateResult;
  /** `KeyboardEvent.key` values; a letter means either case. */
  readonly keys?: readonly string[];
  readonly run?: (context: ToolContext) => void;
  readonly drag?: (context: ToolContext, drag: Drag) => void;
  /** The CSS cursor while the tool is chosen. */
  readonly cursor?: string;
  /** For a switch: whether it is on. */
  readonly pressed?: (context: ToolContext) => boolean;
}
