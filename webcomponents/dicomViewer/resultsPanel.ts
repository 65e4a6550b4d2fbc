import { msg } from '@lit/localize';
import { html, nothing, type TemplateResult } from 'lit';
import type { Job } from '../../contract/job.ts';
import type { Fact } from './images/viewerImage.ts';
import { measurementsTable } from './measurementsTable.ts';
import type { Place } from './places.ts';
import { resultsTable } from './resultsTable.ts';
import type { ToolContext } from './tools/tool.ts';

interface PanelOptions {
  context: ToolContext | undefined;
  job: Job | undefined;
  facts: readonly Fact[];
  places: readonly Place[];
  lit: string | undefined;
  revealed: boolean;
  choose: (key: string | undefined) => void;
  show: (place: Place) => void;
  reveal: () => void;
}

/** Beside the image: the results, then the header's facts. */
export const resultsPanel = ({ context, job, facts, ...options }: PanelOptions): TemplateResult =>
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
            ${job.error ? html`<p class="problem">${job.error.message}</p>` : nothing}
            ${resultsTable(job, options)}
          </section>`
        : nothing
    }
    ${measurementsTable(context)}
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
                  html`<dt>${spaced(name)}</dt>
                    <dd>${value}</dd>`,
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
  </div>`;

/** `PixelSpacing` as "Pixel spacing". */
const spaced = (keyword: string): string =>
  keyword
    .replace(/([a-z])([A-Z])/g, (_, before: string, after: string) => `${before} ${after.toLowerCase()}`)
    .replace(/^SOPClass/, 'SOP class');
