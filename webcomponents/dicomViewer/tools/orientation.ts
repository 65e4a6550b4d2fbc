import { msg } from '@lit/localize';
import { icons } from './icons.ts';
import type { ViewerTool } from './tool.ts';

export const rotateRight: ViewerTool = {
  name: 'rotate',
  label: () => msg('Rotate right', { id: 'tool-rotate' }),
  icon: icons.rotate,
  keys: ['r'],
  run: ({ viewport }) => viewport.rotate(90),
};

export const rotateLeft: ViewerTool = {
  name: 'rotate-left',
  label: () => msg('Rotate left', { id: 'tool-rotate-left' }),
  icon: icons.rotateLeft,
  keys: ['l'],
  run: ({ viewport }) => viewport.rotate(-90),
};

export const flipHorizontally: ViewerTool = {
  name: 'flip-horizontal',
  label: () => msg('Flip horizontally', { id: 'tool-flip-horizontal' }),
  icon: icons.flipX,
  keys: ['h'],
  run: ({ viewport }) => viewport.change({ hflip: !viewport.state?.hflip }),
  pressed: ({ viewport }) => viewport.state?.hflip ?? false,
};

export const flipVertically: ViewerTool = {
  name: 'flip-vertical',
  label: () => msg('Flip vertically', { id: 'tool-flip-vertical' }),
  icon: icons.flipY,
  keys: ['v'],
  run: ({ viewport }) => viewport.change({ vflip: !viewport.state?.vflip }),
  pressed: ({ viewport }) => viewport.state?.vflip ?? false,
};
