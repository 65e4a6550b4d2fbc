import { msg, str } from '@lit/localize';
import { html, nothing, type TemplateResult } from 'lit';
import { classMap } from 'lit/directives/class-map.js';
import { live } from 'lit/directives/live.js';
import type { Analysis, Job } from '../../contract/job.ts';
import { getErrorText } from '../texts/errorText.ts';
import { analysisStates } from '../texts/states.ts';
import type { Place, Wanted } from './places.ts';

interface TableOptions {
  places: readonly Place[];
  lit: string | undefined;
  revealed: boolean;
  wanted: Wanted;
  /** The image has several frames: a row says which it is of. */
  several: boolean;
  /** Shows or puts away an analyzer's boxes. */
  toggle: (analyzer: string) => void;
  choose: (key: string | undefined) => void;
  show: (place: Place) => void;
  reveal: () => void;
}

/** Analyzers have boxes of as many colours, then begin again. */
export const HUES = 4;

/** What each analyzer found, as tables: the boxes again in words, for readers who cannot see the image. */
export const resultsTable = (job: Job | undefined, options: TableOptions): TemplateResult =>
  html`<div class="analyzers">
    ${Object.entries(job?.analyses ?? {}).map(([name, analysis], index) =>
      analyzerPart(name, index, analysis, options),
    )}
  </div>`;

const analyzerPart = (
  name: string,
  index: number,
  analysis: Analysis,
  options: TableOptions,
): TemplateResult => {
  const state = analysisStates[analysis.state];
  const { text } = analysis;
  const { threshold, hidden } = options.wanted;
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
            ${msg('Show its boxes', { id: 'show-boxes' })}
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
              ${labels.map(({ at, name: label, confidence }) => labelRows(name, at, label, confidence, options))}
            </tbody>
          </table>`
        : analysis.state === 'succeeded'
          ? html`<p class="quiet">${msg(str`No labels above ${threshold}`, { id: 'no-labels-above' })}</p>`
          : nothing
    }
    ${text.length > 0 ? textPart(name, text.length, options) : nothing}
  </section>`;
};

const labelRows = (
  analyzer: string,
  index: number,
  name: string,
  confidence: number,
  options: TableOptions,
): TemplateResult => {
  const boxes = options.places.filter(({ key }) => key.startsWith(`${analyzer}/label/${index}/`));
  if (boxes.length === 0)
    return html`<tr>
      <td><bdi>${name}</bdi></td>
      <td class="number">${percent(confidence)}</td>
    </tr>`;
  return html`${boxes.map((place) => placeRow(place, name, options))}`;
};

const placeRow = (place: Place, name: string, { lit, choose, show, several }: TableOptions): TemplateResult =>
  html`<tr
    class=${classMap({ boxed: true, lit: lit === place.key })}
    @pointerenter=${() => choose(place.key)}
    @pointerleave=${() => choose(undefined)}
  >
    <td>
      <button
        class="row"
        @focus=${() => choose(place.key)}
        @blur=${() => choose(undefined)}
        @click=${() => show(place)}
      >
        <span class="swatch ${place.kind}"></span><bdi>${name}</bdi>
        ${
          several
            ? html`<span class="quiet">${msg(str`frame ${place.frame + 1}`, { id: 'of-frame' })}</span>`
            : nothing
        }
      </button>
    </td>
    <td class="number">${percent(place.confidence)}</td>
  </tr>`;

const textPart = (analyzer: string, count: number, options: TableOptions): TemplateResult => {
  const words = options.places.filter((place) => place.kind === 'text' && place.analyzer === analyzer);
  const kept = words.some(({ name }) => name !== undefined);
  return html`<div class="text">
    <p>
      ${msg(str`Text found in ${count} places`, { id: 'text-found' })}
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
              ${words.map((place) => placeRow(place, place.name ?? '', options))}
            </tbody>
          </table>`
        : nothing
    }
  </div>`;
};

const percent = (confidence: number): TemplateResult => html`<bdi>${confidence.toFixed(0)} %</bdi>`;
