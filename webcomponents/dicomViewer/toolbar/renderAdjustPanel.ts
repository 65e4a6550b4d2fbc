import { msg } from '@lit/localize';
import { html, type TemplateResult } from 'lit';
import type { Voi } from '../images/viewerImage.ts';
import type { ToolContext } from '../tools/tool.ts';

/** The CSS pixels by which a step moves the image. */
const STEP = 48;

/** Renders number fields and buttons as alternatives to dragging (WCAG 2.5.7). This module is loaded on demand. */
export const renderAdjustPanel = (context: ToolContext): TemplateResult => {
  const { viewport } = context;
  const { state } = viewport;
  const { width, center } = getWindow(viewport);
  const title = msg('Enter values', { id: 'tool-adjust' });
  const close = (): void => {
    context.switches.adjust = false;
    context.requestUpdate();
  };
  return html`<div class="help adjust" role="group" aria-label=${title}>
    <div class="help-head">
      <strong>${title}</strong>
      <button class="plain" @click=${close}>${msg('Close', { id: 'close' })}</button>
    </div>
    ${renderField('width', msg('Window width', { id: 'window-width' }), width, (value) => {
      if (value >= 1) viewport.voi = { ...getWindow(viewport), width: value };
    })}
    ${renderField('center', msg('Window level', { id: 'window-level' }), center, (value) => {
      viewport.voi = { ...getWindow(viewport), center: value };
    })}
    ${renderField(
      'zoom',
      msg('Zoom in percent', { id: 'zoom-percent' }),
      (state?.scale ?? 1) * 100,
      (value) => {
        if (value > 0 && viewport.state) viewport.zoom(value / 100 / viewport.state.scale, viewport.centre);
      },
    )}
    <div class="steps">
      ${renderStepButton('left', msg('Move left', { id: 'move-left' }), '←', () => viewport.pan(-STEP, 0))}
      ${renderStepButton('right', msg('Move right', { id: 'move-right' }), '→', () => viewport.pan(STEP, 0))}
      ${renderStepButton('up', msg('Move up', { id: 'move-up' }), '↑', () => viewport.pan(0, -STEP))}
      ${renderStepButton('down', msg('Move down', { id: 'move-down' }), '↓', () => viewport.pan(0, STEP))}
    </div>
  </div>`;
};

/** Returns the window in use, which may be the file's default. */
const getWindow = ({ image, frame, pick }: ToolContext['viewport']): Voi =>
  pick ? image!.voiOf(frame, pick) : image!.defaultVoi(frame);

const renderField = (
  name: string,
  label: string,
  value: number,
  set: (value: number) => void,
): TemplateResult =>
  html`<label>
    <span>${label}</span>
    <input
      type="number"
      step="any"
      name=${name}
      .value=${formatValue(value)}
      @change=${(event: Event) => {
        const input = event.target as HTMLInputElement;
        if (Number.isFinite(input.valueAsNumber)) set(input.valueAsNumber);
        else input.value = formatValue(value);
      }}
    />
  </label>`;

const formatValue = (value: number): string => String(Number(value.toFixed(2)));

const renderStepButton = (name: string, label: string, arrow: string, act: () => void): TemplateResult =>
  html`<button class="plain" data-step=${name} aria-label=${label} title=${label} @click=${act}>
    ${arrow}
  </button>`;
