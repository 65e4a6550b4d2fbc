import { msg, str } from '@lit/localize';
import { html, nothing, type TemplateResult } from 'lit';
import type { ImageController } from './imageController.ts';
import type { Stack } from './buildStacks.ts';
import type { Thumbnails } from './thumbnails.ts';

/** Renders a thumbnail for each stack if there are several. */
export const renderSeriesStrip = (
  images: ImageController,
  thumbnails: Thumbnails,
): TemplateResult | typeof nothing => {
  const { stacks, stack: shown } = images;
  if (stacks.length < 2) return nothing;
  return html`<div class="strip" part="strip" role="group" aria-label=${msg('Series', { id: 'series' })}>
    ${stacks.map((stack) => {
      const label = getStackName(stack);
      return html`<button
        aria-label=${label}
        title=${label}
        aria-current=${stack === shown ? 'true' : nothing}
        @click=${() => void images.goToStack(stack)}
      >
        ${thumbnails.get(stack) ?? nothing}
        <span aria-hidden="true">${stack.slots.length}</span>
      </button>`;
    })}
  </div>`;
};

/** Returns the name of a stack, which contains no patient data. */
const getStackName = ({ modality, slots }: Stack): string => {
  const count =
    slots.length === 1
      ? msg('1 image', { id: 'one-image' })
      : msg(str`${slots.length} images`, { id: 'n-images' });
  return modality === undefined ? count : `${modality}, ${count}`;
};
