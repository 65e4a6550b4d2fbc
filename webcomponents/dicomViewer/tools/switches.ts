import { msg } from '@lit/localize';
import { icons } from './icons.ts';
import type { ViewerTool } from './tool.ts';

export const invert: ViewerTool = {
  name: 'invert',
  label: () => msg('Invert', { id: 'tool-invert' }),
  icon: icons.invert,
  keys: ['i'],
  run: ({ viewport }) => viewport.change({ invert: !viewport.state?.invert }),
  pressed: ({ viewport }) => viewport.state?.invert ?? false,
};

export const boxes: ViewerTool = {
  name: 'boxes',
  label: () => msg('Boxes', { id: 'tool-boxes' }),
  icon: icons.boxes,
  keys: ['b'],
  run: (context) => {
    context.switches.boxes = !context.switches.boxes;
    context.requestUpdate();
  },
  pressed: ({ switches }) => switches.boxes,
};
