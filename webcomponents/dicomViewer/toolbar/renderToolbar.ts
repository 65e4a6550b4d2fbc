import { msg } from '@lit/localize';
import { html, nothing, svg, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { isPointerTool, type ToolContext, type ViewerTool } from '../tools/tool.ts';
import {
  formatLevel,
  applyWindowChoice,
  listWindowChoices,
  findWindowInUse,
} from '../tools/windowChoices.ts';

interface ToolbarOptions {
  groups: readonly (readonly ViewerTool[])[];
  context: ToolContext | undefined;
  active: ViewerTool;
  activate: (tool: ViewerTool) => void;
}

/** Renders a button for every tool, including those with keys and gestures (WCAG 2.5.7). */
export const renderToolbar = ({ groups, context, active, activate }: ToolbarOptions): TemplateResult =>
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
            renderToolButton(tool, { context, active, activate, first: group + index === 0 }),
          )}
          ${group === 0 ? renderWindowMenu(context) : nothing}
        </div>`,
    )}
    <slot name="toolbar"></slot>
  </div>`;

const renderToolButton = (
  tool: ViewerTool,
  { context, active, activate, first }: Omit<ToolbarOptions, 'groups'> & { first: boolean },
): TemplateResult => {
  const label = tool.label();
  const key = tool.keys?.[0];
  const shown = key === undefined ? undefined : getKeyText(key);
  const pressed = isPointerTool(tool)
    ? tool.name === active.name
    : context && tool.pressed
      ? tool.pressed(context)
      : undefined;
  return html`<button
    data-tool=${tool.name}
    title=${shown === undefined ? label : `${label} (${shown})`}
    aria-label=${label}
    aria-pressed=${pressed === undefined ? nothing : String(pressed)}
    aria-keyshortcuts=${key === undefined ? nothing : key === ' ' ? 'Space' : key === '+' ? 'plus' : key}
    tabindex=${first ? 0 : -1}
    ?disabled=${!context || tool.enabled?.(context) === false}
    @click=${() => activate(tool)}
  >
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">${svg`${tool.icon}`}</svg>
  </button>`;
};

/** Returns the name of a key as users know it. */
export const getKeyText = (key: string): string => {
  if (key === ' ') return msg('Space', { id: 'key-space' });
  if (key === 'delete') return msg('Delete', { id: 'key-delete' });
  return key.toUpperCase();
};

/** Renders the menu of the file's windows and LUTs and the presets. A custom window is the first entry while it is in use. */
const renderWindowMenu = (context: ToolContext | undefined): TemplateResult | typeof nothing => {
  if (!context) return nothing;
  const choices = listWindowChoices(context);
  const inUse = findWindowInUse(choices, context);
  const custom = inUse ? undefined : context.viewport.voi;
  const pick = (event: Event): void => {
    const choice = choices[Number((event.target as HTMLSelectElement).value)];
    if (choice) applyWindowChoice(context, choice);
  };
  return html`<select class="windows" aria-label=${msg('Window presets', { id: 'windows' })} @change=${pick}>
    ${
      custom
        ? html`<option value="custom" .selected=${live(true)}>
            W ${formatLevel(custom.width)} L ${formatLevel(custom.center)}
          </option>`
        : nothing
    }
    ${choices.map(
      (choice, index) =>
        html`<option value=${index} .selected=${live(choice === inUse)}>${choice.label}</option>`,
    )}
  </select>`;
};

/** Moves the focus with the arrow keys; the toolbar is a single tab stop (ARIA Authoring Practices, toolbar pattern). */
function moveFocus(event: KeyboardEvent): void {
  const bar = event.currentTarget as HTMLElement;
  const forward = bar.matches(':dir(rtl)') ? -1 : 1;
  const step = { ArrowRight: forward, ArrowLeft: -forward }[event.key];
  const buttons = [...bar.querySelectorAll<HTMLButtonElement>('button:enabled')];
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
