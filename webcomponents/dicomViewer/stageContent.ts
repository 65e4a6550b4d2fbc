import { msg } from '@lit/localize';
import { html, nothing, svg, type TemplateResult } from 'lit';
import type { Job } from '../../contract/job.ts';
import type { ApiError } from '../api/apiError.ts';
import { jobStates } from '../texts/states.ts';
import { hasDeferredFailed, type DeferredModules } from '../loadDeferred.ts';
import { getNotLoadedText } from '../texts/errorText.ts';
import { corners } from './corners.ts';
import type { ImageController } from './imageController.ts';
import { drawnPlaces, type Place, type Wanted } from './places.ts';
import { cannotShow, stageMessage } from './stageMessage.ts';
import type { ToolContext, ViewerTool } from './tools/tool.ts';

interface StageOptions {
  /** What draws boxes and panels, once it has come. */
  later: DeferredModules | undefined;
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
  html`${overlay(options)} ${corners(options)} ${message(options)} ${panels(options)}`;

const overlay = ({
  context,
  tools,
  images,
  job,
  places,
  wanted,
  lit,
  choose,
  later,
}: StageOptions): TemplateResult | typeof nothing => {
  if (!context || !images.image) return nothing;
  const { image, transform } = context.viewport;
  const here = context.switches.boxes ? drawnPlaces(places, wanted, images.frame) : [];
  const analyzers = Object.keys(job?.analyses ?? {});
  return html`<svg class="overlay" aria-hidden="true">
    ${later?.boxesOverlay(here, { analyzers, transform, width: image!.width, height: image!.height, lit, choose })}
    ${tools.map((tool) => (tool.draw ? svg`<g data-tool=${tool.name}>${tool.draw(context)}</g>` : nothing))}
  </svg>`;
};

const panels = ({ context, tools, later }: StageOptions): TemplateResult | typeof nothing => {
  const { help = false, adjust = false } = context?.switches ?? {};
  if (!context || !(help || adjust)) return nothing;
  if (!later)
    return html`<div class="help" role="status">
      ${hasDeferredFailed() ? getNotLoadedText() : loading()}
    </div>`;
  const close = (): void => {
    context.switches.help = false;
    context.requestUpdate();
  };
  return html`${help ? later.helpPanel(tools, close) : nothing}
  ${adjust ? later.adjustPanel(context) : nothing}`;
};

const loading = (): string => msg('Loading…', { id: 'loading' });

const message = (options: StageOptions): TemplateResult | typeof nothing => {
  const { context, images, job, problem, waiting, later } = options;
  if (images.image && (context || images.error === undefined)) return nothing;
  const ended = job && jobStates[job.state].terminal && job.renditions.length === 0;
  const trouble = problem ?? (job?.error || ended ? job : undefined);
  if (images.error !== undefined && !problem) return stageMessage(cannotShow(), images.error);
  if (images.stage === 'loading' && !problem) return stageMessage(loading(), '');
  if (trouble && later) return later.troubleMessage(trouble, options.again);
  if (trouble && hasDeferredFailed()) return stageMessage(cannotShow(), getNotLoadedText());
  if (job && !jobStates[job.state].terminal)
    return stageMessage(
      jobStates[job.state].label(),
      msg('The image appears as soon as it is decoded.', { id: 'appears-soon' }),
    );
  if (waiting) return stageMessage(loading(), '');
  return html`<slot name="empty"
    >${stageMessage(
      msg('No image chosen', { id: 'no-image' }),
      msg('Choose one from the list to see it here.', { id: 'choose-one' }),
    )}</slot
  >`;
};
