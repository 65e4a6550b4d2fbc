import { msg } from '@lit/localize';
import { html, nothing, type TemplateResult } from 'lit';

/** Words in the place of an image, with what can be done. */
export const renderStageMessage = (
  title: string,
  sentence: string,
  remedy = '',
  again?: () => void,
): TemplateResult =>
  html`<div class="message" role="status">
    <strong>${title}</strong>${sentence ? html`<p>${sentence}</p>` : nothing}
    ${remedy ? html`<p class="remedy">${remedy}</p>` : nothing}
    ${
      again
        ? html`<button class="plain" @click=${again}>${msg('Try again', { id: 'try-again' })}</button>`
        : nothing
    }
  </div>`;

/** Above a sentence that says why. */
export const getCannotShowText = (): string => msg('This cannot be shown', { id: 'cannot-show' });
