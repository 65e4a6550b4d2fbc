import { msg } from '@lit/localize';
import { html, nothing, svg, type TemplateResult } from 'lit';
import type { Job } from '../../../contract/job.ts';
import type { ApiError } from '../../api/apiError.ts';
import { jobStates } from '../../texts/states.ts';
import { hasDeferredFailed, type DeferredModules } from '../../loadDeferred.ts';
import { getNotLoadedText } from '../../texts/errorText.ts';
import { renderCorners } from './renderCorners.ts';
import type { ImageController } from '../stacks/imageController.ts';
import { filterDetections, type Detection, type DetectionFilter } from '../results/detections.ts';
import { getCannotShowText, renderStageMessage } from './renderStageMessage.ts';
import type { ToolContext, ViewerTool } from '../tools/tool.ts';

interface StageOptions {
  /** Renders boxes and panels; undefined until loaded. */
  deferred: DeferredModules | undefined;
  context: ToolContext | undefined;
  tools: readonly ViewerTool[];
  images: ImageController;
  job: Job | undefined;
  problem: ApiError | undefined;
  /** A job or batch is requested. */
  waiting: boolean;
  detections: readonly Detection[];
  filter: DetectionFilter;
  /** Starts another attempt of a failed job. */
  retry: () => void;
  highlighted: string | undefined;
  highlight: (key: string | undefined) => void;
}

/** Renders the content over the image, or the message in its place. */
export const renderStageContent = (options: StageOptions): TemplateResult =>
  html`${renderOverlay(options)} ${renderCorners(options)} ${renderMessage(options)} ${renderPanels(options)}`;

const renderOverlay = ({
  context,
  tools,
  images,
  job,
  detections,
  filter,
  highlighted,
  highlight,
  deferred,
}: StageOptions): TemplateResult | typeof nothing => {
  if (!context || !images.image) return nothing;
  const { image, transform } = context.viewport;
  const visible = context.switches.boxes ? filterDetections(detections, filter, images.frame) : [];
  const analyzers = Object.keys(job?.analyses ?? {});
  return html`<svg class="overlay" aria-hidden="true">
    ${deferred?.renderDetections(visible, { analyzers, transform, width: image!.width, height: image!.height, highlighted, highlight })}
    ${tools.map((tool) => (tool.draw ? svg`<g data-tool=${tool.name}>${tool.draw(context)}</g>` : nothing))}
  </svg>`;
};

const renderPanels = ({ context, tools, deferred }: StageOptions): TemplateResult | typeof nothing => {
  const { help = false, adjust = false } = context?.switches ?? {};
  if (!context || !(help || adjust)) return nothing;
  if (!deferred)
    return html`<div class="help" role="status">
      ${hasDeferredFailed() ? getNotLoadedText() : getLoadingText()}
    </div>`;
  const close = (): void => {
    context.switches.help = false;
    context.requestUpdate();
  };
  return html`${help ? deferred.renderHelpPanel(tools, close) : nothing}
  ${adjust ? deferred.renderAdjustPanel(context) : nothing}`;
};

const getLoadingText = (): string => msg('Loading…', { id: 'loading' });

const renderMessage = (options: StageOptions): TemplateResult | typeof nothing => {
  const { context, images, job, problem, waiting, deferred } = options;
  if (images.image && (context || images.error === undefined)) return nothing;
  const ended = job && jobStates[job.state].terminal && job.renditions.length === 0;
  const failure = problem ?? (job?.error || ended ? job : undefined);
  if (images.error !== undefined && !problem) return renderStageMessage(getCannotShowText(), images.error);
  if (images.stage === 'loading' && !problem) return renderStageMessage(getLoadingText(), '');
  if (failure && deferred) return deferred.renderFailureMessage(failure, options.retry);
  if (failure && hasDeferredFailed()) return renderStageMessage(getCannotShowText(), getNotLoadedText());
  if (job && !jobStates[job.state].terminal)
    return renderStageMessage(
      jobStates[job.state].label(),
      msg('The image appears as soon as it is decoded.', { id: 'appears-soon' }),
    );
  if (waiting) return renderStageMessage(getLoadingText(), '');
  return html`<slot name="empty"
    >${renderStageMessage(
      msg('No image selected', { id: 'no-image' }),
      msg('Select an image from the list.', { id: 'choose-one' }),
    )}</slot
  >`;
};
