import { msg, str } from '@lit/localize';
import { html, nothing, type TemplateResult } from 'lit';
import type { Rendition } from '../../../contract/image.ts';
import type { Job } from '../../../contract/job.ts';
import type { ToolContext } from '../tools/tool.ts';
import { formatLevel } from '../tools/windowChoices.ts';

/** Renders the window and frame that the analyzers used, with a button that applies them. */
export const renderAnalysisWindow = (
  job: Job,
  context: ToolContext | undefined,
  goToFrame: (frame: number) => void,
): TemplateResult | typeof nothing => {
  const rendition =
    job.renditions.find(({ frame }) => frame === context?.viewport.frame) ?? job.renditions[0];
  if (!rendition) return nothing;
  const show = (): void => {
    if (!context) return;
    // The rendition was made by the same decoder with its defaults: the file's first window or LUT, not inverted.
    context.viewport.pick = undefined;
    context.viewport.change({ invert: false });
    goToFrame(rendition.frame);
    context.requestUpdate();
  };
  return html`<p class="analyzed">
    <span>${getAnalysisWindowText(rendition, job.image?.frames ?? 1)}</span>
    <button class="plain" ?disabled=${!context} @click=${show}>
      ${msg('Show as analyzed', { id: 'show-as-analysed' })}
    </button>
  </p>`;
};

/** Returns text such as "Analyzed at W 400 L 40, frame 12". */
export function getAnalysisWindowText({ window, frame }: Rendition, frames: number): string {
  const levels = !window
    ? msg('Analyzed as stored', { id: 'analysed-stored' })
    : window.source === 'lut'
      ? msg("Analyzed with the file's LUT", { id: 'analysed-lut' })
      : msg(str`Analyzed at W ${formatLevel(window.width)} L ${formatLevel(window.center)}`, {
          id: 'analysed-at',
        });
  return frames > 1 ? msg(str`${levels}, frame ${frame + 1}`, { id: 'analysed-frame' }) : levels;
}
