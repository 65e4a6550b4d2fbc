import { msg } from '@lit/localize';
import { html, nothing, svg, type TemplateResult } from 'lit';
import type { ToolContext, ViewerTool } from './tools/tool.ts';

interface ToolbarOptions {
  groups: readonly (readonly ViewerTool[])[];
  context: ToolContext | undefined;
  active: ViewerTool;
  use: (tool: ViewerTool) => void;
}

/** Every tool has its button here, whatever keys and gestures it also has (WCAG 2.5.7). */
export const toolbar = ({ groups, context, active, use }: ToolbarOptions): TemplateResult =>
  html`<div
    class="toolbar"
    part="toolbar"
    role="toolbar"
    aria-label=${msg('Image tools', { id: 'toolbar' })}
    @keydown=${moveFocus}
  >
    ${groups.map(
      (tools, group) =>
        html`<div class="group">
          ${tools.map((tool, index) =>
            toolButton(tool, { context, active, use, first: group + index === 0 }),
          )}
        </div>`,
    )}
  </div>`;

const toolButton = (
  tool: ViewerTool,
  { context, active, use, first }: Omit<ToolbarOptions, 'groups'> & { first: boolean },
): TemplateResult => {
  const label = tool.label();
  const key = tool.keys?.[0];
  const shown = key === ' ' ? msg('Space', { id: 'key-space' }) : key?.toUpperCase();
  const pressed = tool.drag ? tool === active : context && tool.pressed ? tool.pressed(context) : undefined;
  return html`<button
    data-tool=${tool.name}
    title=${shown === undefined ? label : `${label} (${shown})`}
    aria-label=${label}
    aria-pressed=${pressed === undefined ? nothing : String(pressed)}
    aria-keyshortcuts=${key === undefined ? nothing : key === ' ' ? 'Space' : key}
    tabindex=${first ? 0 : -1}
    ?disabled=${!context}
    @click=${() => use(tool)}
  >
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">${svg`${tool.icon}`}</svg>
  </button>`;
};

/** The toolbar is one stop for Tab; arrows move within (ARIA Authoring Practices, toolbar pattern). */
function moveFocus(event: KeyboardEvent): void {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  const bar = event.currentTarget as HTMLElement;
  const buttons = [...bar.querySelectorAll('button')];
  const at = buttons.indexOf(event.target as HTMLButtonElement);
  const edge = { Home: 0, End: buttons.length - 1 }[event.key];
  const next = edge ?? (step === undefined ? undefined : (at + step + buttons.length) % buttons.length);
  if (next === undefined || at < 0) return;
  event.preventDefault();
  event.stopPropagation();
  for (const button of buttons) button.tabIndex = -1;
  buttons[next]!.tabIndex = 0;
  buttons[next]!.focus();
}
