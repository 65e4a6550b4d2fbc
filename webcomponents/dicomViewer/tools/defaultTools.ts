import { cine } from './cineTool.ts';
import { angle, ellipse, erase, length, probe, rectangle } from './measuringTools.ts';
import { flipHorizontally, flipVertically, rotateLeft, rotateRight } from './orientationTools.ts';
import { fit, oneToOne, pan, reset, zoom, zoomIn, zoomOut } from './panAndZoomTools.ts';
import { adjust, boxes, corners, fullScreen, help, invert, overlays, reveal } from './switchTools.ts';
import type { ViewerTool } from './tool.ts';
import { windowLevel } from './windowLevelTool.ts';

/** The default tools of the toolbar, in groups. The first tool is active initially. */
export const defaultTools: readonly (readonly ViewerTool[])[] = [
  [windowLevel, pan, zoom],
  [zoomOut, zoomIn, fit, oneToOne],
  [invert, rotateLeft, rotateRight, flipHorizontally, flipVertically],
  [length, angle, ellipse, rectangle, probe, erase],
  [boxes, reveal, overlays, corners],
  [cine],
  [reset, adjust, fullScreen, help],
];
