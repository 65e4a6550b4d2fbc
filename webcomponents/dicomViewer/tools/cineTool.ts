import { msg } from '@lit/localize';
import { icons } from './icons.ts';
import type { ViewerTool } from './tool.ts';

/** Plays the frames or the stack in a loop. It only starts when the user chooses it. */
export const cine: ViewerTool = {
  name: 'cine',
  label: () => msg('Play', { id: 'tool-cine' }),
  icon: icons.play,
  keys: ['c'],
  run: (context) => {
    context.playing = !context.playing;
    context.requestUpdate();
  },
  pressed: ({ playing }) => playing,
  enabled: ({ count }) => count > 1,
};
