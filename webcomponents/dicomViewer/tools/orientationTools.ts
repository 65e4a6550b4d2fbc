import { msg } from '@lit/localize';
import { icons } from './icons.ts';
import type { Viewport } from '../viewport/viewport.ts';
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
  run: ({ viewport }) => flip(viewport, 'hflip', 'vflip'),
  pressed: ({ viewport }) => flipped(viewport, 'hflip', 'vflip'),
};

export const flipVertically: ViewerTool = {
  name: 'flip-vertical',
  label: () => msg('Flip vertically', { id: 'tool-flip-vertical' }),
  icon: icons.flipY,
  keys: ['v'],
  run: ({ viewport }) => flip(viewport, 'vflip', 'hflip'),
  pressed: ({ viewport }) => flipped(viewport, 'vflip', 'hflip'),
};

type Flip = 'hflip' | 'vflip';

/** Flips the image in a direction of the screen. cornerstone-core flips before it rotates. */
function flip(viewport: Viewport, upright: Flip, turned: Flip): void {
  const which = isTurned(viewport) ? turned : upright;
  viewport.change({ [which]: !viewport.state?.[which] });
}

const flipped = (viewport: Viewport, upright: Flip, turned: Flip): boolean =>
  viewport.state?.[isTurned(viewport) ? turned : upright] ?? false;

const isTurned = ({ state }: Viewport): boolean => (state?.rotation ?? 0) % 180 !== 0;
