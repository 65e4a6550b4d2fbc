import { msg, str } from '@lit/localize';
import { html, nothing, type TemplateResult } from 'lit';
import { classMap } from 'lit/directives/class-map.js';
import { live } from 'lit/directives/live.js';
import type { Analysis, Job } from '../../../contract/job.ts';
import { getErrorText } from '../../texts/errorText.ts';
import { analysisStates } from '../../texts/states.ts';
import type { Detection, DetectionFilter } from './detections.ts';

interface TableOptions {
  detections: readonly Detection[];
  highlighted: string | undefined;
  revealed: boolean;
  filter: DetectionFilter;
  /** The image has several frames, so each row names its frame. */
  multiFrame: boolean;
  /** Shows or hides the boxes of an analyzer. */
  toggle: (analyzer: string) => void;
  highlight: (key: string | undefined) => void;
  show: (detection: Detection) => void;
  reveal: () => void;
}

/** The number of colours for the boxes of different analyzers. */
export const HUES = 4;

/** Renders the results of each analyzer as tables, which also describe the boxes for users who cannot see the image. */
export const renderResultsTable = (job: Job | undefined, options: TableOptions): TemplateResult =>
  html`<div class="analyzers">
    ${Object.entries(job?.analyses ?? {}).map(([name, analysis], index) =>
      renderAnalyzer(name, index, analysis, options),
    )}
  </div>`;

const renderAnalyzer = (
  name: string,
  index: number,
  analysis: Analysis,
  options: TableOptions,
): TemplateResult => {
  const state = analysisStates[analysis.state];
  const { text } = analysis;
  const { threshold, hidden } = options.filter;
  const labels = analysis.labels
    .map((label, at) => ({ ...label, at }))
    .filter(({ confidence }) => confidence >= threshold);
  const boxed = analysis.labels.some(({ instances }) => instances.length > 0) || text.length > 0;
  return html`<section class="analyzer hue-${index % HUES}" aria-label=${name}>
    <h3>
      <span class="name">${name}</span>
      <span class="badge ${state.tone}">${state.label()}</span>
    </h3>
    ${
      boxed
        ? html`<label class="toggle">
            <input
              type="checkbox"
              .checked=${live(!hidden.has(name))}
              @change=${() => options.toggle(name)}
            />
            ${msg('Show boxes', { id: 'show-boxes' })}
          </label>`
        : nothing
    }
    ${analysis.error ? html`<p class="problem">${getErrorText(analysis.error)}</p>` : nothing}
    ${
      labels.length > 0
        ? html`<table>
            <caption class="visually-hidden">
              ${msg('Labels', { id: 'labels' })}
            </caption>
            <thead>
              <tr>
                <th scope="col">${msg('Label', { id: 'label' })}</th>
                <th scope="col" class="number">${msg('Confidence', { id: 'confidence' })}</th>
              </tr>
            </thead>
            <tbody>
              ${labels.map(({ at, name: label, confidence }) => renderLabelRows(name, at, label, confidence, options))}
            </tbody>
          </table>`
        : analysis.state === 'succeeded'
          ? html`<p class="quiet">${msg(str`No labels above ${threshold}`, { id: 'no-labels-above' })}</p>`
          : nothing
    }
    ${text.length > 0 ? renderDetectedText(name, text.length, options) : nothing}
  </section>`;
};

const renderLabelRows = (
  analyzer: string,
  index: number,
  name: string,
  confidence: number,
  options: TableOptions,
): TemplateResult => {
  const boxes = options.detections.filter(({ key }) => key.startsWith(`${analyzer}/label/${index}/`));
  if (boxes.length === 0)
    return html`<tr>
      <td><bdi>${name}</bdi></td>
      <td class="number">${renderPercent(confidence)}</td>
    </tr>`;
  return html`${boxes.map((detection) => renderDetectionRow(detection, name, options))}`;
};

const renderDetectionRow = (
  detection: Detection,
  name: string,
  { highlighted, highlight, show, multiFrame }: TableOptions,
): TemplateResult =>
  html`<tr
    class=${classMap({ boxed: true, highlighted: highlighted === detection.key })}
    @pointerenter=${() => highlight(detection.key)}
    @pointerleave=${() => highlight(undefined)}
  >
    <td>
      <button
        class="row"
        @focus=${() => highlight(detection.key)}
        @blur=${() => highlight(undefined)}
        @click=${() => show(detection)}
      >
        <span class="swatch ${detection.kind}"></span><bdi>${name}</bdi>
        ${
          multiFrame
            ? html`<span class="quiet">${msg(str`frame ${detection.frame + 1}`, { id: 'of-frame' })}</span>`
            : nothing
        }
      </button>
    </td>
    <td class="number">${renderPercent(detection.confidence)}</td>
  </tr>`;

const renderDetectedText = (analyzer: string, count: number, options: TableOptions): TemplateResult => {
  const texts = options.detections.filter(
    (detection) => detection.kind === 'text' && detection.analyzer === analyzer,
  );
  const kept = texts.some(({ name }) => name !== undefined);
  return html`<div class="text">
    <p>
      ${
        count === 1
          ? msg('Text found in 1 place', { id: 'text-found-once' })
          : msg(str`Text found in ${count} places`, { id: 'text-found' })
      }
      ${
        kept
          ? html`<button class="plain" aria-pressed=${options.revealed} @click=${options.reveal}>
              ${options.revealed ? msg('Mask', { id: 'mask' }) : msg('Reveal', { id: 'reveal' })}
            </button>`
          : nothing
      }
    </p>
    ${
      kept && options.revealed
        ? html`<table>
            <tbody>
              ${texts.map((detection) => renderDetectionRow(detection, detection.name ?? '', options))}
            </tbody>
          </table>`
        : nothing
    }
  </div>`;
};

const renderPercent = (confidence: number): TemplateResult => html`<bdi>${confidence.toFixed(0)} %</bdi>`;
