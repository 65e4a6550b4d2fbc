import { msg } from '@lit/localize';
import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { Job } from '../../../contract/job.ts';
import type { ImageController } from '../stacks/imageController.ts';
import { getEdgeLetters } from '../measuring/patientAxes.ts';
import { computeScaleBar } from '../measuring/computeScaleBar.ts';
import { getTrustText } from '../measuring/measurementText.ts';
import { describeMeasurement } from '../tools/measuringTools.ts';
import type { ToolContext } from '../tools/tool.ts';
import { formatLevel } from '../tools/windowChoices.ts';

interface CornerOptions {
  context: ToolContext | undefined;
  images: ImageController;
  job: Job | undefined;
}

/** Renders the text in the corners of the stage and the scale bar. They contain no patient data. */
export const renderCorners = ({ context, images, job }: CornerOptions): TemplateResult | typeof nothing => {
  const { image, stage } = images;
  const state = context?.viewport.state;
  if (!context || !image || !state || !image.loaded(context.viewport.frame)) return nothing;
  const { switches, cursor, place } = context;
  const flipped = state.hflip !== state.vflip;
  const preview = stage === 'preview' && job?.image?.format !== 'tiff';
  const value = cursor && describeMeasurement(context, { id: 0, kind: 'probe', on: place, points: [cursor] });
  return html`<div class="corner note">
      ${preview ? html`<span class="preview">${msg('Preview', { id: 'preview' })}</span>` : nothing}
      ${images.error ? html`<div>${images.error}</div>` : nothing}
      ${flipped ? html`<div>${msg('Flipped', { id: 'flipped' })}</div>` : nothing}
      ${image.lossy ? html`<div>${msg('Lossy compression', { id: 'lossy' })}</div>` : nothing}
    </div>
    ${renderLetters(context)}
    ${
      switches.corners
        ? html`<div class="corner start">
              ${value ? html`<div class="value">${value.join(', ')}</div>` : nothing}
              ${Math.round(state.scale * 100)} %${state.rotation ? html` · ${state.rotation}°` : nothing}<br />
              <span class="window-text" .textContent=${live(getWindowText(context))}></span>
            </div>
            ${renderScaleBar(context)}`
        : nothing
    }
    <div class="corner end">${msg('Not for diagnosis', { id: 'not-for-diagnosis' })}</div>`;
};

/** Returns the window in use as text. */
export function getWindowText({ viewport: { image, frame, pick } }: Pick<ToolContext, 'viewport'>): string {
  const { center, width } = pick ? image!.voiOf(frame, pick) : image!.defaultVoi(frame);
  return `W ${formatLevel(width)} L ${formatLevel(center)}`;
}

/** Renders the patient's directions at the edges; nothing if the file does not state them. */
const renderLetters = ({ viewport }: ToolContext): TemplateResult | typeof nothing => {
  const axes = viewport.image!.geometry(viewport.frame).axes;
  if (!axes) return nothing;
  const edges = getEdgeLetters(axes, viewport.transform);
  return html`${(['left', 'right', 'top', 'bottom'] as const).map(
    (edge) => html`<div class="letter ${edge}" data-edge=${edge}>${edges[edge]}</div>`,
  )}`;
};

const renderScaleBar = ({ viewport }: ToolContext): TemplateResult | typeof nothing => {
  const { calibration } = viewport.image!.geometry(viewport.frame);
  const bar = computeScaleBar(calibration, viewport.transform, viewport.centre.x / 2);
  if (!bar) return nothing;
  const { millimetres, length } = bar;
  const size = millimetres >= 10 ? `${millimetres / 10} cm` : `${millimetres} mm`;
  const trust = calibration.kind === 'mm' ? getTrustText(calibration.trust) : '';
  return html`<div class="scale">
    <svg width=${length} height="8" aria-hidden="true">
      <path class="halo" d="M1,1v6H${length - 1}V1" />
      <path class="line" d="M1,1v6H${length - 1}V1" />
    </svg>
    <span>${size}${trust ? ` (${trust})` : ''}</span>
  </div>`;
};
