import { flipHorizontally, flipVertically, rotateRight } from './orientation.ts';
import { fit, oneToOne, pan, reset, zoom, zoomIn, zoomOut } from './place.ts';
import { boxes, invert } from './switches.ts';
import type { ViewerTool } from './tool.ts';
import { windowLevel } from './windowLevel.ts';

/** The toolbar, in groups. */
export const defaultTools: readonly (readonly ViewerTool[])[] = [
  [windowLevel, pan, zoom],
  [zoomOut, zoomIn, fit, oneToOne],
  [invert, rotateRight, flipHorizontally, flipVertically],
  [boxes],
  [reset],
];
