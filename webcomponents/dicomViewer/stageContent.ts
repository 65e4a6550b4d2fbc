import { msg } from '@lit/localize';
import { html, nothing, svg, type TemplateResult } from 'lit';
import type { Job } from '../../contract/job.ts';
import type { ApiError } from '../api/apiError.ts';
import { jobRemedy, problemRemedy } from '../words/remedies.ts';
import { errorWords } from '../words/errors.ts';
import { jobStates } from '../words/states.ts';
import { boxesOverlay } from './boxesOverlay.ts';
import { corners } from './corners.ts';
import { helpPanel } from './helpPanel.ts';
import type { ImageController } from './imageController.ts';
import { drawnPlaces, type Place, type Wanted } from './places.ts';
import type { ToolContext, ViewerTool } from './tools/tool.ts';

interface StageOptions {
  context: ToolContext | undefined;
  tools: readonly ViewerTool[];
  images: ImageController;
  job: Job | undefined;
  problem: ApiError | undefined;
  /** A job was asked for. */
  waiting: boolean;
  places: readonly Place[];
  wanted: Wanted;
  /** Asks for another attempt at a job that failed. */
  again: () => void;
  lit: string | undefined;
  choose: (key: string | undefined) => void;
}

/** What lies over the image, or stands in its place. */
export const stageContent = (options: StageOptions): TemplateResult =>
  html`${overlay(options)} ${corners(options)} ${message(options)} ${help(options)} ${adjust(options)}`;

const overlay = ({
  context,
  tools,
  images,
  job,
  places,
  wanted,
  lit,
  choose,
}: StageOptions): TemplateResult | typeof nothing => {
  if (!context || !images.image) return nothing;
  const { image, transform } = context.viewport;
  const here = context.switches.boxes ? drawnPlaces(places, wanted, images.frame) : [];
  const analyzers = Object.keys(job?.analyses ?? {});
  return html`<svg class="overlay" aria-hidden="true">
    ${boxesOverlay(here, { analyzers, transform, width: image!.width, height: image!.height, lit, choose })}
    ${tools.map((tool) => (tool.draw ? svg`<g data-tool=${tool.name}>${tool.draw(context)}</g>` : nothing))}
  </svg>`;
};

let adjustPanel: ((context: ToolContext) => TemplateResult) | undefined;

const adjust = ({ context }: StageOptions): TemplateResult | typeof nothing => {
  if (!context?.switches.adjust) return nothing;
  if (adjustPanel) return adjustPanel(context);
  import('../later.ts').then(
    (module) => {
      ({ adjustPanel } = module);
      context.requestUpdate();
    },
    () => context.say(msg('The server cannot be reached.', { id: 'error-offline' })),
  );
  return nothing;
};

const help = ({ context, tools }: StageOptions): TemplateResult | typeof nothing => {
  if (!context?.switches.help) return nothing;
  return helpPanel(tools, () => {
    context.switches.help = false;
    context.requestUpdate();
  });
};

const message = (options: StageOptions): TemplateResult | typeof nothing => {
  const { images, job, problem, waiting } = options;
  if (images.image) return nothing;
  const refused = msg('This cannot be shown', { id: 'cannot-show' });
  if (problem) return words(refused, errorWords(problem), problemRemedy(problem));
  if (images.stage === 'error') return words(refused, images.error ?? '');
  if (job?.error)
    return words(
      jobStates[job.state].label(),
      errorWords(job.error),
      jobRemedy(job.state, job.error.code),
      job.state === 'failed' ? options.again : undefined,
    );
  if (job && !jobStates[job.state].terminal)
    return words(
      jobStates[job.state].label(),
      msg('The image appears as soon as it is decoded.', { id: 'appears-soon' }),
    );
  if (job && job.renditions.length === 0)
    return words(jobStates[job.state].label(), '', jobRemedy(job.state, undefined));
  if (waiting || images.stage === 'loading') return words(msg('Loading…', { id: 'loading' }), '');
  return html`<slot name="empty"
    >${words(
      msg('No image chosen', { id: 'no-image' }),
      msg('Choose one from the list to see it here.', { id: 'choose-one' }),
    )}</slot
  >`;
};

const words = (title: string, sentence: string, remedy = '', again?: () => void): TemplateResult =>
  html`<div class="message" role="status">
    <strong>${title}</strong>${sentence ? html`<p>${sentence}</p>` : nothing}
    ${remedy ? html`<p class="remedy">${remedy}</p>` : nothing}
    ${
      again
        ? html`<button class="plain" @click=${again}>${msg('Try again', { id: 'try-again' })}</button>`
        : nothing
    }
  </div>`;
