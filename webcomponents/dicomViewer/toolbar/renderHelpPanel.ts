import { msg } from '@lit/localize';
import { html, type TemplateResult } from 'lit';
import { getKeyText } from './renderToolbar.ts';
import type { ViewerTool } from '../tools/tool.ts';

/** Renders the list of keys and gestures over the image. This module is loaded on demand. */
export const renderHelpPanel = (tools: readonly ViewerTool[], close: () => void): TemplateResult => {
  const rows = [
    ...listGestures(),
    ...tools.flatMap(({ label, keys }): [string, string][] =>
      keys?.[0] === undefined ? [] : [[label(), getKeyText(keys[0])]],
    ),
  ];
  const title = msg('Keys and gestures', { id: 'tool-help' });
  return html`<div class="help" role="region" aria-label=${title} tabindex="0">
    <div class="help-head">
      <strong>${title}</strong>
      <button class="plain" @click=${close}>${msg('Close', { id: 'close' })}</button>
    </div>
    <table>
      <tbody>
        ${rows.map(
          ([action, input]) =>
            html`<tr>
              <th scope="row">${action}</th>
              <td>${input}</td>
            </tr>`,
        )}
      </tbody>
    </table>
    <p>
      ${msg(
        'Keys work while the image has the focus. Tab moves the focus away. Esc cancels the current action.',
        {
          id: 'help-focus',
        },
      )}
    </p>
  </div>`;
};

const listGestures = (): [string, string][] => [
  [
    msg('Window and level', { id: 'tool-window' }),
    msg('drag, one finger, Shift and arrows', { id: 'help-window' }),
  ],
  [
    msg('Pan', { id: 'tool-pan' }),
    msg('middle button, Ctrl and drag, two fingers, Alt and arrows', { id: 'help-pan' }),
  ],
  [msg('Zoom', { id: 'tool-zoom' }), msg('right button, Ctrl and wheel, pinch', { id: 'help-zoom' })],
  [
    msg('Next and previous image', { id: 'help-stack-name' }),
    msg('wheel, three fingers, arrows, Home, End', { id: 'help-stack' }),
  ],
  [
    msg('Next and previous series', { id: 'help-series-name' }),
    msg('Page up, Page down, three fingers to the side', { id: 'help-series' }),
  ],
  [msg('Fit', { id: 'tool-fit' }), msg('double-click, double-tap', { id: 'help-fit' })],
  [
    msg('CT windows: soft tissue, lung, bone, brain', { id: 'help-presets-name' }),
    msg('1 to 4', { id: 'help-presets' }),
  ],
  [msg("The file's windows and LUTs", { id: 'help-own-name' }), 'W'],
  [
    msg('Set points of a measurement', { id: 'help-measure-name' }),
    msg('click, tap, arrows and Enter', { id: 'help-measure' }),
  ],
  [msg('Value under the pointer', { id: 'help-probe-name' }), msg('P, long press', { id: 'help-probe' })],
];
