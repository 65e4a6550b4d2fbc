import { msg } from '@lit/localize';
import { icons } from './icons.ts';
import type { Switches, ViewerTool } from './tool.ts';

export const invert: ViewerTool = {
  name: 'invert',
  label: () => msg('Invert', { id: 'tool-invert' }),
  icon: icons.invert,
  keys: ['i'],
  run: ({ viewport }) => viewport.change({ invert: !viewport.state?.invert }),
  pressed: ({ viewport }) => viewport.state?.invert ?? false,
};

/** Creates a tool that toggles a switch of the viewer. */
const createSwitchTool = (
  name: keyof Switches,
  tool: Pick<ViewerTool, 'name' | 'label' | 'icon' | 'keys'>,
): ViewerTool => ({
  ...tool,
  run: (context) => {
    context.switches[name] = !context.switches[name];
    context.requestUpdate();
  },
  pressed: ({ switches }) => switches[name],
});

export const boxes = createSwitchTool('boxes', {
  name: 'boxes',
  label: () => msg('Boxes', { id: 'tool-boxes' }),
  icon: icons.boxes,
  keys: ['b'],
});

export const reveal = createSwitchTool('revealed', {
  name: 'reveal',
  label: () => msg('Reveal detected text', { id: 'tool-reveal' }),
  icon: icons.reveal,
  keys: ['m'],
});

export const overlays = createSwitchTool('overlays', {
  name: 'overlays',
  label: () => msg('File overlays', { id: 'tool-overlays' }),
  icon: icons.overlays,
  keys: ['g'],
});

export const corners = createSwitchTool('corners', {
  name: 'corners',
  label: () => msg('Corner text', { id: 'tool-corners' }),
  icon: icons.corners,
  keys: ['t'],
});

export const adjust = createSwitchTool('adjust', {
  name: 'adjust',
  label: () => msg('Enter values', { id: 'tool-adjust' }),
  icon: icons.adjust,
  keys: ['j'],
});

export const help = createSwitchTool('help', {
  name: 'help',
  label: () => msg('Keys and gestures', { id: 'tool-help' }),
  icon: icons.help,
  keys: ['?'],
});

export const fullScreen: ViewerTool = {
  name: 'full-screen',
  label: () => msg('Full screen', { id: 'tool-full-screen' }),
  icon: icons.fullScreen,
  keys: ['f'],
  run: (context) => context.toggleFullScreen(),
};
