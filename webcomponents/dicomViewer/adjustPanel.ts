import { msg } from '@lit/localize';
import { html, type TemplateResult } from 'lit';
import type { Voi } from './images/viewerImage.ts';
import type { ToolContext } from './tools/tool.ts';

/** CSS pixels that a step moves the image by. */
const STEP = 48;

/** What is done by dragging, by numbers and steps instead (WCAG 2.5.7). Loaded when it is first asked for. */
export const adjustPanel = (context: ToolContext): TemplateResult => {
  const { viewport } = context;
  const { state } = viewport;
  const { width, center } = windowOf(viewport);
  const title = msg('Numbers and steps', { id: 'tool-adjust' });
  const close = (): void => {
    context.switches.adjust = false;
    context.requestUpdate();
  };
  return html`<div class="help adjust" role="group" aria-label=${title}>
    <div class="help-head">
      <strong>${title}</strong>
      <button class="plain" @click=${close}>${msg('Close', { id: 'close' })}</button>
    </div>
    ${field('width', msg('Window width', { id: 'window-width' }), width, (value) => {
      if (value >= 1) viewport.voi = { ...windowOf(viewport), width: value };
    })}
    ${field('center', msg('Window level', { id: 'window-level' }), center, (value) => {
      viewport.voi = { ...windowOf(viewport), center: value };
    })}
    ${field('zoom', msg('Zoom in percent', { id: 'zoom-percent' }), (state?.scale ?? 1) * 100, (value) => {
      if (value > 0 && viewport.state) viewport.zoom(value / 100 / viewport.state.scale, viewport.centre);
    })}
    <div class="steps">
      ${step('left', msg('Move left', { id: 'move-left' }), '←', () => viewport.pan(-STEP, 0))}
      ${step('right', msg('Move right', { id: 'move-right' }), '→', () => viewport.pan(STEP, 0))}
      ${step('up', msg('Move up', { id: 'move-up' }), '↑', () => viewport.pan(0, -STEP))}
      ${step('down', msg('Move down', { id: 'move-down' }), '↓', () => viewport.pan(0, STEP))}
    </div>
  </div>`;
};

/** The window in use, the file's own too. */
const windowOf = ({ image, frame, pick }: ToolContext['viewport']): Voi =>
  pick ? image!.voiOf(frame, pick) : image!.defaultVoi(frame);

const field = (name: string, label: string, value: number, set: (value: number) => void): TemplateResult =>
  html`<label>
    <span>${label}</span>
    <input
      type="number"
      step="any"
      name=${name}
      .value=${shown(value)}
      @change=${(event: Event) => {
        const input = event.target as HTMLInputElement;
        if (Number.isFinite(input.valueAsNumber)) set(input.valueAsNumber);
        else input.value = shown(value);
      }}
    />
  </label>`;

const shown = (value: number): string => String(Number(value.toFixed(2)));

const step = (name: string, label: string, arrow: string, act: () => void): TemplateResult =>
  html`<button class="plain" data-step=${name} aria-label=${label} title=${label} @click=${act}>
    ${arrow}
  </button>`;
