import { msg } from '@lit/localize';
import { html, nothing, type TemplateResult } from 'lit';

/** Renders a message in place of an image, with a remedy and a button to retry. */
export const renderStageMessage = (
  title: string,
  sentence: string,
  remedy = '',
  retry?: () => void,
): TemplateResult =>
  html`<div class="message" role="status">
    <strong>${title}</strong>${sentence ? html`<p>${sentence}</p>` : nothing}
    ${remedy ? html`<p class="remedy">${remedy}</p>` : nothing}
    ${
      retry
        ? html`<button class="plain" @click=${retry}>${msg('Try again', { id: 'try-again' })}</button>`
        : nothing
    }
  </div>`;

/** The title above the reason for a failure. */
export const getCannotShowText = (): string => msg('The image cannot be displayed', { id: 'cannot-show' });
