import { msg } from '@lit/localize';
import { html, nothing, type TemplateResult } from 'lit';
import type { Job } from '../../contract/job.ts';
import type { ApiError } from '../api/apiError.ts';
import { jobStates } from '../words/states.ts';
import { boxesOverlay } from './boxesOverlay.ts';
import type { ImageController } from './imageController.ts';
import type { Place } from './places.ts';
import type { ToolContext } from './tools/tool.ts';

interface StageOptions {
  context: ToolContext | undefined;
  images: ImageController;
  job: Job | undefined;
  problem: ApiError | undefined;
  /** A job was asked for. */
  waiting: boolean;
  places: readonly Place[];
  lit: string | undefined;
  choose: (key: string | undefined) => void;
}

/** What lies over the image, or stands in its place. */
export const stageContent = (options: StageOptions): TemplateResult =>
  html`${overlay(options)} ${corners(options)} ${message(options)}`;

const overlay = ({ context, images, places, lit, choose }: StageOptions): TemplateResult | typeof nothing => {
  if (!context?.switches.boxes || !images.image) return nothing;
  const { image, transform } = context.viewport;
  const here = places.filter(({ frame }) => frame === images.frame);
  return html`<svg class="overlay" aria-hidden="true">
    ${boxesOverlay(here, { transform, width: image!.width, height: image!.height, lit, choose })}
  </svg>`;
};

const corners = ({ context, images, job }: StageOptions): TemplateResult | typeof nothing => {
  const { image, stage } = images;
  const state = context?.viewport.state;
  if (!context || !image || !state) return nothing;
  const { center, width } = context.viewport.voi ?? image.defaultVoi(context.viewport.frame);
  const flipped = state.hflip !== state.vflip;
  const preview = stage === 'preview' && job?.image?.format !== 'tiff';
  return html`<div class="corner note">
      ${preview ? html`<span class="preview">${msg('Preview', { id: 'preview' })}</span>` : nothing}
      ${images.error ? html`<div>${images.error}</div>` : nothing}
      ${flipped ? html`<div>${msg('Flipped', { id: 'flipped' })}</div>` : nothing}
    </div>
    <div class="corner start">
      ${Math.round(state.scale * 100)} %${state.rotation ? html` · ${state.rotation}°` : nothing}<br />
      W ${round(width)} L ${round(center)}
    </div>
    <div class="corner end">${msg('Not for diagnosis', { id: 'not-for-diagnosis' })}</div>`;
};

const message = ({ images, job, problem, waiting }: StageOptions): TemplateResult | typeof nothing => {
  if (images.image) return nothing;
  if (problem) return words(msg('This cannot be shown', { id: 'cannot-show' }), problem.message);
  if (images.stage === 'error')
    return words(msg('This cannot be shown', { id: 'cannot-show' }), images.error ?? '');
  if (job?.error) return words(jobStates[job.state].label(), job.error.message);
  if (job && !jobStates[job.state].terminal)
    return words(
      jobStates[job.state].label(),
      msg('The image appears as soon as it is decoded.', { id: 'appears-soon' }),
    );
  if (job && job.renditions.length === 0) return words(jobStates[job.state].label(), '');
  if (waiting || images.stage === 'loading') return words(msg('Loading…', { id: 'loading' }), '');
  return words(
    msg('No image chosen', { id: 'no-image' }),
    msg('Choose one from the list to see it here.', { id: 'choose-one' }),
  );
};

const words = (title: string, sentence: string): TemplateResult =>
  html`<div class="message" role="status">
    <strong>${title}</strong>${sentence ? html`<p>${sentence}</p>` : nothing}
  </div>`;

const round = (value: number): string =>
  Math.abs(value) < 10 ? String(Number(value.toFixed(2))) : String(Math.round(value));
