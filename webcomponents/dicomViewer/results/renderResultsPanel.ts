import { msg } from '@lit/localize';
import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { Job } from '../../../contract/job.ts';
import type { Fact } from '../images/viewerImage.ts';
import { hasDeferredFailed, type DeferredModules } from '../../loadDeferred.ts';
import { getNotLoadedText } from '../../texts/errorText.ts';
import type { Detection, DetectionFilter } from './detections.ts';
import type { ToolContext } from '../tools/tool.ts';

interface PanelOptions {
  /** Renders the tables; undefined until loaded. */
  deferred: DeferredModules | undefined;
  context: ToolContext | undefined;
  job: Job | undefined;
  facts: readonly Fact[];
  detections: readonly Detection[];
  highlighted: string | undefined;
  revealed: boolean;
  highlight: (key: string | undefined) => void;
  show: (detection: Detection) => void;
  reveal: () => void;
  filter: DetectionFilter;
  toggle: (analyzer: string) => void;
  setThreshold: (threshold: number) => void;
  goToFrame: (frame: number) => void;
}

/** Renders the panel beside the image: the results, then the facts from the header. */
export const renderResultsPanel = ({
  context,
  job,
  facts,
  deferred,
  ...options
}: PanelOptions): TemplateResult =>
  html`<div
    class="panel"
    part="panel"
    tabindex="0"
    role="region"
    aria-label=${msg('Results', { id: 'results' })}
  >
    ${
      job
        ? html`<section>
            <h2>${msg('Results', { id: 'results' })}</h2>
            ${hasDeferredFailed() ? html`<p class="problem">${getNotLoadedText()}</p>` : nothing}
            ${job.error ? html`<p class="problem">${deferred?.getErrorText(job.error)}</p>` : nothing}
            ${job.state === 'completed' ? deferred?.renderAnalysisWindow(job, context, options.goToFrame) : nothing}
            ${renderThreshold(job, options)}
            ${deferred?.renderResultsTable(job, { ...options, multiFrame: (job.image?.frames ?? 1) > 1 })}
          </section>`
        : nothing
    }
    ${deferred?.renderMeasurementsTable(context)}
    ${
      job && job.warnings.length > 0
        ? html`<section>
            <h2>${msg('Notes on the file', { id: 'warnings' })}</h2>
            <ul class="warnings">
              ${job.warnings.map(({ message }) => html`<li>${message}</li>`)}
            </ul>
          </section>`
        : nothing
    }
    ${
      facts.length > 0
        ? html`<section>
            <h2>${msg('Image', { id: 'image' })}</h2>
            <dl>
              ${facts.map(
                ({ name, value }) =>
                  html`<dt>${getFactLabel(name)}</dt>
                    <dd><bdi>${value}</bdi></dd>`,
              )}
            </dl>
          </section>`
        : nothing
    }
    ${
      job && 'rekognition' in job.analyses
        ? html`<p class="source">
            ${msg(
              'Labels from Amazon Rekognition, a general-purpose service. Not a medical device; not for diagnosis.',
              { id: 'disclaimer' },
            )}
          </p>`
        : nothing
    }
    <slot name="panel"></slot>
  </div>`;

/** Renders the slider for the minimum confidence of the results shown. */
const renderThreshold = (
  job: Job,
  { filter, setThreshold }: Pick<PanelOptions, 'filter' | 'setThreshold'>,
): TemplateResult | typeof nothing => {
  const any = Object.values(job.analyses).some(({ labels, text }) => labels.length + text.length > 0);
  if (!any) return nothing;
  const set = (event: Event): void => setThreshold(Number((event.target as HTMLInputElement).value));
  return html`<label class="threshold">
    <bdi>${msg('Minimum confidence', { id: 'threshold' })} ${filter.threshold} %</bdi>
    <input
      type="range"
      min="0"
      max="100"
      aria-valuetext="${filter.threshold} %"
      .value=${live(String(filter.threshold))}
      @input=${set}
    />
  </label>`;
};

/** Returns the label of a fact: translated for the element's own facts, the DICOM keyword split into words for tags. */
const getFactLabel = (name: string): string =>
  name === 'Format'
    ? msg('Format', { id: 'fact-format' })
    : name === 'Size'
      ? msg('Size', { id: 'fact-size' })
      : splitKeyword(name);

/** Returns `PixelSpacing` as "Pixel spacing". */
const splitKeyword = (keyword: string): string =>
  keyword
    .replace(/([a-z])([A-Z])/g, (_, before: string, after: string) => `${before} ${after.toLowerCase()}`)
    .replace(/^SOPClass/, 'SOP class');
