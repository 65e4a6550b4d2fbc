import { msg } from '@lit/localize';
import { icons } from './icons.ts';
import type { ViewerTool } from './tool.ts';

export const pan: ViewerTool = {
  name: 'pan',
  label: () => msg('Pan', { id: 'tool-pan' }),
  icon: icons.pan,
  cursor: 'grab',
  move: ({ viewport }, { dx, dy }) => viewport.pan(dx, dy),
};

/** Zooms in when dragged up, around the point where the drag started. */
export const zoom: ViewerTool = {
  name: 'zoom',
  label: () => msg('Zoom', { id: 'tool-zoom' }),
  icon: icons.zoom,
  cursor: 'zoom-in',
  move: ({ viewport }, { dy, start }) => viewport.zoom(Math.exp(-dy / 150), start),
};

export const zoomIn: ViewerTool = {
  name: 'zoom-in',
  label: () => msg('Zoom in', { id: 'tool-zoom-in' }),
  icon: icons.zoomIn,
  keys: ['+'],
  run: ({ viewport }) => viewport.zoom(1.25),
};

export const zoomOut: ViewerTool = {
  name: 'zoom-out',
  label: () => msg('Zoom out', { id: 'tool-zoom-out' }),
  icon: icons.zoomOut,
  keys: ['-'],
  run: ({ viewport }) => viewport.zoom(0.8),
};

export const fit: ViewerTool = {
  name: 'fit',
  label: () => msg('Fit', { id: 'tool-fit' }),
  icon: icons.fit,
  keys: ['='],
  run: ({ viewport }) => viewport.fit(),
};

export const oneToOne: ViewerTool = {
  name: 'one-to-one',
  label: () => msg('Actual pixels', { id: 'tool-one-to-one' }),
  icon: icons.oneToOne,
  keys: ['0'],
  run: ({ viewport }) => viewport.oneToOne(),
};

export const reset: ViewerTool = {
  name: 'reset',
  label: () => msg('Reset', { id: 'tool-reset' }),
  icon: icons.reset,
  keys: [' '],
  run: ({ viewport }) => viewport.reset(),
};
