import { msg, str } from '@lit/localize';
import { html, nothing, type TemplateResult } from 'lit';
import { measurementNames } from '../measuring/measurementText.ts';
import { describeMeasurement } from '../tools/measuringTools.ts';
import type { ToolContext } from '../tools/tool.ts';

/** Renders the measurements on the current frame. */
export const renderMeasurementsTable = (
  context: ToolContext | undefined,
): TemplateResult | typeof nothing => {
  const measurements = context?.measurements.on(context.place) ?? [];
  if (!context || measurements.length === 0) return nothing;
  const remove = (id: number): void => {
    context.measurements.remove(id);
    context.requestUpdate();
  };
  return html`<section class="measurements">
    <h2>${msg('Measurements', { id: 'measurements' })}</h2>
    <table>
      <tbody>
        ${measurements.map((measurement) => {
          const name = measurementNames[measurement.kind]();
          const label = msg(str`Remove: ${name}`, { id: 'measure-remove' });
          return html`<tr>
            <th scope="row">${name}</th>
            <td>
              ${describeMeasurement(context, measurement).map((line) => html`<div><bdi>${line}</bdi></div>`)}
            </td>
            <td class="number">
              <button class="plain" aria-label=${label} title=${label} @click=${() => remove(measurement.id)}>
                ×
              </button>
            </td>
          </tr>`;
        })}
      </tbody>
    </table>
  </section>`;
};
